import type { EventType } from "@honeyhive/contract";
import type { ReactNode } from "react";

import type { Trace, TraceNode } from "./model/index-trace.js";
import { timeBar } from "./model/time-bar.js";

const colors: Readonly<Record<EventType, string>> = {
  session: "bg-session",
  model: "bg-model",
  tool: "bg-tool",
  chain: "bg-chain",
};

/** When a span ran, within the time of the whole trace; below the name where the tree is narrow. */
export function TimeBar(props: { readonly node: TraceNode; readonly trace: Trace }): ReactNode {
  const { event } = props.node;
  const { left, width } = timeBar(event, props.trace);
  return (
    <span
      aria-hidden="true"
      className="absolute inset-x-2 bottom-0 h-0.5 shrink-0 @md:relative @md:inset-x-0 @md:h-2.5 @md:w-[34%]"
    >
      <span className="absolute inset-y-1/2 w-full border-t border-line max-@md:hidden" />
      <span
        className={`absolute inset-y-0 min-w-0.5 rounded-sm opacity-75 ${event.error === null ? colors[event.event_type] : "bg-bad"}`}
        style={{ left: `min(${left}%, calc(100% - 2px))`, width: `${width}%` }}
      />
    </span>
  );
}
