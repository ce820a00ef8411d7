import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useMemo, useRef, type KeyboardEvent, type ReactNode } from "react";

import { Button } from "../../components/button.js";
import { SearchBox } from "../../components/search-box.js";
import { formatPlural } from "../../lib/format-number.js";
import type { Trace, TraceNode } from "./model/index-trace.js";
import { treeMove } from "./model/tree-move.js";
import { visibleRows } from "./model/visible-rows.js";
import { TraceRow } from "./trace-row.js";
import { useCollapsed } from "./use-collapsed.js";

const rowHeight = 28;

export function TraceTree(props: {
  readonly trace: Trace;
  readonly selectedKey: string | undefined;
  readonly query: string;
  readonly onQueryChange: (query: string) => void;
  readonly onSelect: (node: TraceNode) => void;
  readonly onEnter: () => void;
}): ReactNode {
  const { trace, query, onSelect } = props;
  const treeId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const fold = useCollapsed(trace.nodes);
  const rows = useMemo(
    () => visibleRows(trace.nodes, fold.collapsed, query),
    [trace.nodes, fold.collapsed, query],
  );
  const active = rows.findIndex(({ key }) => key === props.selectedKey);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  useEffect(() => {
    if (active >= 0) virtualizer.scrollToIndex(active);
  }, [active, virtualizer]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const move = treeMove(event.key, {
      nodes: trace.nodes,
      rows,
      active,
      collapsed: fold.collapsed,
    });
    if (move === undefined) return;
    event.preventDefault();
    if (move.kind === "select") onSelect(move.node);
    else if (move.kind === "toggle") fold.toggle(move.node.key);
    else props.onEnter();
  };

  return (
    <section
      aria-label="Spans"
      className="flex min-h-72 min-w-0 flex-1 flex-col rounded-lg border border-line bg-surface lg:max-w-[46%]"
    >
      <div className="flex flex-wrap items-center gap-1 border-b border-line p-2">
        <SearchBox label="Search spans" value={query} onChange={props.onQueryChange} />
        <Button look="quiet" onClick={fold.expandAll}>
          Expand all
        </Button>
        <Button look="quiet" onClick={fold.collapseAll}>
          Collapse
        </Button>
        {query !== "" && (
          <span role="status" className="px-1 text-muted">
            {formatPlural(rows.length, "row")}
          </span>
        )}
      </div>
      <div
        ref={scroller}
        role="tree"
        aria-label="Trace"
        tabIndex={0}
        data-list
        aria-activedescendant={active < 0 ? undefined : `${treeId}-${active}`}
        onKeyDown={onKeyDown}
        className="group/tree @container min-h-0 flex-1 overflow-x-hidden overflow-y-auto rounded-b-lg"
      >
        <div
          role="presentation"
          className="relative"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map((item) => {
            const node = rows[item.index];
            if (node === undefined) return null;
            return (
              <TraceRow
                key={node.key}
                id={`${treeId}-${item.index}`}
                node={node}
                trace={trace}
                top={item.start}
                height={rowHeight}
                isActive={item.index === active}
                isCollapsed={query === "" && fold.collapsed.has(node.key)}
                onSelect={() => onSelect(node)}
                onToggle={() => fold.toggle(node.key)}
              />
            );
          })}
        </div>
        {rows.length === 0 && <p className="p-4 text-muted">No span matches.</p>}
      </div>
    </section>
  );
}
