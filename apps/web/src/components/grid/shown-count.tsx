import type { ReactNode } from "react";

import { formatCount, formatPlural } from "../../lib/text/format-number.js";

/** `3 of 50 cases`, or `50 cases` when no filter hides any. */
export function ShownCount(props: {
  readonly shown: number;
  readonly total: number;
  readonly noun: string;
}): ReactNode {
  const { shown, total } = props;
  return (
    <span role="status" className="ml-auto text-muted">
      {shown < total && `${formatCount(shown)} of `}
      {formatPlural(total, props.noun)}
    </span>
  );
}
