import type { ReactNode } from "react";

import { Badge } from "../../components/badge.js";
import { formatPlural } from "../../lib/text/format-number.js";
import type { Trace, TraceNode } from "./model/index-trace.js";
import { nextCause } from "./model/next-failed.js";

/** How many spans failed; a click goes to where the next of the failures began. */
export function FailedSpansButton(props: {
  readonly trace: Trace;
  readonly selected: TraceNode | undefined;
  readonly onSelect: (node: TraceNode) => void;
}): ReactNode {
  const { nodes, errorCount } = props.trace;
  if (errorCount === 0) return null;
  const place = props.selected === undefined ? -1 : nodes.indexOf(props.selected);
  const cause = nextCause(nodes, place);
  return (
    <button
      type="button"
      title="Go to where it failed"
      onClick={() => cause !== undefined && props.onSelect(cause)}
      className="rounded hover:brightness-95"
    >
      <Badge tone="bad">
        {formatPlural(errorCount, "failed span")}
        <span aria-hidden="true">→</span>
      </Badge>
    </button>
  );
}
