import type { TraceNode } from "./index-trace.js";

/** The first failed span after `place`, over the end if need be. */
export function nextFailed(nodes: readonly TraceNode[], place: number): TraceNode | undefined {
  return nextAfter(place, nodes, ({ event }) => event.error !== null);
}

/** The same among the spans in which a failure began: those above them only passed it on. */
export function nextCause(nodes: readonly TraceNode[], place: number): TraceNode | undefined {
  return nextAfter(
    place,
    nodes,
    ({ event, hasErrorInside }) => event.error !== null && !hasErrorInside,
  );
}

function nextAfter(
  place: number,
  nodes: readonly TraceNode[],
  isWanted: (node: TraceNode) => boolean,
): TraceNode | undefined {
  return nodes.find((node, index) => index > place && isWanted(node)) ?? nodes.find(isWanted);
}
