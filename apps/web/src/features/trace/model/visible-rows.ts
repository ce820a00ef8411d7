import { toSearchText } from "../../../lib/text/search-text.js";
import type { TraceNode } from "./index-trace.js";

/** The nodes to show: none below a collapsed one; while searching, the hits and their ancestors. */
export function visibleRows(
  nodes: readonly TraceNode[],
  collapsed: ReadonlySet<string>,
  hits: ReadonlySet<string> | undefined,
): readonly TraceNode[] {
  return hits === undefined ? uncollapsed(nodes, collapsed) : withAncestors(nodes, hits);
}

/** Keys of the nodes that a search finds, in their order; undefined where nothing is searched. */
export function searchHits(
  nodes: readonly TraceNode[],
  query: string,
): ReadonlySet<string> | undefined {
  const text = toSearchText(query);
  if (text === "") return undefined;
  return new Set(
    nodes.flatMap(({ key, searchText }) => (searchText().includes(text) ? [key] : [])),
  );
}

function uncollapsed(
  nodes: readonly TraceNode[],
  collapsed: ReadonlySet<string>,
): readonly TraceNode[] {
  const rows: TraceNode[] = [];
  for (let index = 0; index < nodes.length;) {
    const node = nodes[index];
    if (node === undefined) break;
    rows.push(node);
    index = collapsed.has(node.key) ? node.end : index + 1;
  }
  return rows;
}

function withAncestors(
  nodes: readonly TraceNode[],
  hits: ReadonlySet<string>,
): readonly TraceNode[] {
  const isKept = nodes.map(({ key }) => hits.has(key));
  for (let index = nodes.length - 1; index > 0; index--) {
    const parent = nodes[index]?.parent;
    if (isKept[index] === true && parent !== undefined) isKept[parent] = true;
  }
  return nodes.filter((_, index) => isKept[index]);
}
