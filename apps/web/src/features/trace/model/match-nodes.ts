import type { Trace, TraceNode } from "./index-trace.js";

/** For each span of one trace its counterpart in the other: the same names from the top down, repeats in their order. */
export function matchNodes(one: Trace, other: Trace): ReadonlyMap<string, TraceNode> {
  const known = new Map<string, number>();
  const paths = pathsOf(one, known);
  const others = new Map(pathsOf(other, known).map((path, index) => [path, other.nodes[index]]));
  return new Map(
    one.nodes.flatMap(({ key }, index) => {
      const match = others.get(paths[index] ?? -1);
      return match === undefined ? [] : [[key, match]];
    }),
  );
}

/** Of each node a number for its way from the top; `known` gives those of both traces, whatever the session is called. */
function pathsOf({ nodes }: Trace, known: Map<string, number>): readonly number[] {
  const uses = new Map<string, number>();
  const paths: number[] = [];
  for (const { parent, event } of nodes) {
    const name = parent < 0 ? "session" : `${event.event_type} ${event.event_name}`;
    const step = `${paths[parent] ?? "top"} ${name}`;
    const use = (uses.get(step) ?? 0) + 1;
    uses.set(step, use);
    const path = `${use} ${step}`;
    const id = known.get(path) ?? known.size;
    known.set(path, id);
    paths.push(id);
  }
  return paths;
}
