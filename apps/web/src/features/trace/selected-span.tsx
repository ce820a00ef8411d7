import type { ReactNode, Ref } from "react";

import { EventDetail } from "./event-detail.js";
import type { Trace, TraceNode } from "./model/index-trace.js";

/** The span that is selected in a tree, in a region of its own. */
export function SelectedSpan(props: {
  readonly label: string;
  readonly ref: Ref<HTMLElement>;
  readonly node: TraceNode | undefined;
  readonly trace: Trace;
  /** As it stands in the address. */
  readonly tab: string | undefined;
  /** It is there to be reviewed, as one of this queue. */
  readonly queueId?: string | undefined;
  readonly onTabChange: (tab: string | undefined) => void;
}): ReactNode {
  const { node } = props;
  return (
    <section
      ref={props.ref}
      tabIndex={0}
      aria-label={props.label}
      className="min-w-0 flex-1 rounded-lg border border-line bg-surface lg:min-h-0 lg:overflow-y-auto"
    >
      {node !== undefined && (
        <EventDetail
          key={node.key}
          node={node}
          trace={props.trace}
          queueId={props.queueId}
          tab={props.tab === "json" ? "json" : "detail"}
          onTabChange={(tab) => props.onTabChange(tab === "json" ? tab : undefined)}
        />
      )}
    </section>
  );
}
