import type { Trace, TraceNode } from "./index-trace.js";

/** The span with a key, or the session itself where no span has it. */
export function selectNode(trace: Trace, key: string | undefined): TraceNode | undefined {
  return trace.nodes.find((node) => node.key === key) ?? trace.nodes[0];
}
