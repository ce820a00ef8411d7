import type { ReactNode } from "react";

/** The column of a page; a list in it takes the height that is left. */
export function Page(props: { readonly children: ReactNode }): ReactNode {
  return <div className="flex h-full flex-col gap-3 p-3 sm:p-4">{props.children}</div>;
}
