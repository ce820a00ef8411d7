import { useState } from "react";

import type { TraceNode } from "./model/index-trace.js";

export interface Fold {
  readonly collapsed: ReadonlySet<string>;
  readonly toggle: (key: string) => void;
  readonly expandAll: () => void;
  readonly collapseAll: () => void;
}

export function useCollapsed(nodes: readonly TraceNode[]): Fold {
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  return {
    collapsed,
    toggle: (key) =>
      setCollapsed((previous) => {
        const next = new Set(previous);
        if (!next.delete(key)) next.add(key);
        return next;
      }),
    expandAll: () => setCollapsed(new Set()),
    // The root stays open: a single line would show nothing.
    collapseAll: () =>
      setCollapsed(
        new Set(
          nodes.filter((node) => node.depth > 0 && node.childCount > 0).map(({ key }) => key),
        ),
      ),
  };
}
