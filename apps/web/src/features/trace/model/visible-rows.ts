import { toSearchText } from "../../../lib/search-text.js";
import type { TraceNode } from "./index-trace.js";

/** The nodes to show: none below a collapsed one; while searching, the hits and their ancestors. */
export function visibleRows(
  nodes: readonly TraceNode[],
  collapsed: ReadonlySet<string>,
  query: string,
): readonly TraceNode[] {
  return query === "" ? uncollapsed(nodes, collapsed) : matching(nodes, toSearchText(query));
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

function matching(nodes: readonly TraceNode[], query: string): readonly TraceNode[] {
  const isKept = nodes.map(({ searchText }) => searchText().includes(query));
  for (let index = nodes.length - 1; index > 0; index--) {
    const parent = nodes[index]?.parent;
    if (isKept[index] === true && parent !== undefined) isKept[parent] = true;
  }
  return nodes.filter((_, index) => isKept[index]);
}
