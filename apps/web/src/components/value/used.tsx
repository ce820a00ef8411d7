import type { ReactNode } from "react";

/** How much of something was used; a dash where nobody says. */
export function Used(props: {
  readonly value: unknown;
  readonly format: (value: number) => string;
}): ReactNode {
  const { value, format } = props;
  if (typeof value !== "number" || value === 0) return <span className="text-faint">–</span>;
  return <span title={String(value)}>{format(value)}</span>;
}
