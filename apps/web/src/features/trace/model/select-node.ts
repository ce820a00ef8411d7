import type { Event } from "@honeyhive/contract";

import type { Trace, TraceNode } from "./index-trace.js";

/** The span with a key, or else where the trace begins to say something: the session, or its first span. */
export function selectNode(trace: Trace, key: string | undefined): TraceNode | undefined {
  return trace.nodes.find((node) => node.key === key) ?? firstTelling(trace);
}

function firstTelling({ nodes: [session, first] }: Trace): TraceNode | undefined {
  return session !== undefined && first !== undefined && isSilent(session.event) ? first : session;
}

function isSilent({ inputs, outputs, metrics, feedback, error }: Event): boolean {
  return (
    error === null &&
    [inputs, outputs, metrics, feedback].every((bucket) => Object.keys(bucket).length === 0)
  );
}
