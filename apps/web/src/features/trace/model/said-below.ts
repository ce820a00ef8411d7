import type { Event } from "@honeyhive/contract";

import type { Trace, TraceNode } from "./index-trace.js";

export interface SaidBelow {
  /** What went in, of the first root span. */
  readonly first: Event;
  /** What came out, of the root span that ended last. */
  readonly last: Event;
}

/** The spans that tell what a session does not tell itself; undefined where it does, and for spans. */
export function saidBelow(node: TraceNode, { nodes }: Trace): SaidBelow | undefined {
  if (node.parent !== -1 || !isSilent(node.event)) return undefined;
  const roots = nodes.flatMap(({ parent, event }) => (parent === 0 ? [event] : []));
  const [first] = roots;
  if (first === undefined) return undefined;
  const last = roots.reduce((latest, event) => (event.end_time > latest.end_time ? event : latest));
  return { first, last };
}

function isSilent({ inputs, outputs }: Event): boolean {
  return [inputs, outputs].every((bucket) => Object.keys(bucket).length === 0);
}
