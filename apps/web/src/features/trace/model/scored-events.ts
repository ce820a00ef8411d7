import { evaluationKey, type Event } from "@honeyhive/contract";

import type { Trace, TraceNode } from "./index-trace.js";

/** The events whose scores a span shows: its own, and for a session also those of the case it is. */
export function scoredEvents(node: TraceNode, trace: Trace): readonly Event[] {
  if (node.parent !== -1) return [node.event];
  const roots = trace.nodes.filter(
    ({ depth, event }) => depth === 1 && evaluationKey.outcome in event.metadata,
  );
  return [node.event, ...roots.map(({ event }) => event)];
}
