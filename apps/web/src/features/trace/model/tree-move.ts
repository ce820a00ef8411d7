import { nextIndex } from "../../../lib/next-index.js";
import type { TraceNode } from "./index-trace.js";
import { nextFailed } from "./next-failed.js";

export type TreeMove =
  | { readonly kind: "select"; readonly node: TraceNode }
  | { readonly kind: "toggle"; readonly node: TraceNode }
  | { readonly kind: "enter" };

export interface TreeState {
  readonly nodes: readonly TraceNode[];
  /** The nodes that are shown. */
  readonly rows: readonly TraceNode[];
  /** Place in `rows`; -1 when the selected span is hidden. */
  readonly active: number;
  readonly collapsed: ReadonlySet<string>;
}

/** What a key does in the tree, as in the ARIA tree pattern; `e` goes to the next failed span. */
export function treeMove(key: string, state: TreeState): TreeMove | undefined {
  const { rows, active } = state;
  const target = nextIndex(key, active, rows.length);
  if (target !== undefined) return select(rows[target]);
  if (key === "e") return select(nextFailed(rows, active));
  const node = rows[active];
  if (node === undefined) return undefined;
  const hasChildren = node.childCount > 0;
  const isOpen = hasChildren && !state.collapsed.has(node.key);
  switch (key) {
    case "Enter":
      return { kind: "enter" };
    case "ArrowRight":
    case "l":
      if (isOpen) return select(rows[active + 1]);
      return hasChildren ? { kind: "toggle", node } : undefined;
    case "ArrowLeft":
    case "h":
      return isOpen ? { kind: "toggle", node } : select(state.nodes[node.parent]);
    default:
      return undefined;
  }
}

function select(node: TraceNode | undefined): TreeMove | undefined {
  return node && { kind: "select", node };
}
