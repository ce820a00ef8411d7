import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from "react";

import { isPlainKey } from "../../components/grid/use-active-row.js";
import type { Trace, TraceNode } from "./model/index-trace.js";
import { treeMove } from "./model/tree-move.js";
import { TraceRow } from "./trace-row.js";

const rowHeight = 28;

interface TreeRowsProps {
  readonly trace: Trace;
  readonly rows: readonly TraceNode[];
  readonly selectedKey: string | undefined;
  readonly latestKey: () => string | undefined;
  readonly collapsed: ReadonlySet<string>;
  /** Keys of what a search has found. */
  readonly hits: ReadonlySet<string> | undefined;
  readonly onToggle: (key: string) => void;
  readonly onSelect: (node: TraceNode) => void;
  readonly onEnter: () => void;
}

export function TreeRows(props: TreeRowsProps): ReactNode {
  const { trace, rows, collapsed } = props;
  const treeId = useId();
  const scroller = useRef<HTMLDivElement>(null);
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
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label="Trace"
      tabIndex={0}
      data-list
      aria-activedescendant={active < 0 ? undefined : `${treeId}-${active}`}
      onKeyDown={(event) => pressKey(event, props)}
      className="group/tree @container min-h-0 flex-1 overflow-x-hidden overflow-y-auto rounded-b-lg"
    >
      <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const node = rows[index];
          if (node === undefined) return null;
          return (
            <TraceRow
              key={node.key}
              id={`${treeId}-${index}`}
              node={node}
              trace={trace}
              top={start}
              height={rowHeight}
              isActive={index === active}
              isHit={props.hits?.has(node.key) === true}
              isCollapsed={collapsed.has(node.key)}
              onSelect={() => props.onSelect(node)}
              onToggle={() => props.onToggle(node.key)}
            />
          );
        })}
      </div>
      {rows.length === 0 && <p className="p-4 text-muted">No span matches.</p>}
    </div>
  );
}

function pressKey(event: KeyboardEvent, props: TreeRowsProps): void {
  const { trace, rows, collapsed } = props;
  const selectedKey = props.latestKey();
  const active = rows.findIndex(({ key }) => key === selectedKey);
  const move = isPlainKey(event)
    ? treeMove(event.key, { nodes: trace.nodes, rows, active, collapsed })
    : undefined;
  if (move === undefined) return;
  event.preventDefault();
  if (move.kind === "select") props.onSelect(move.node);
  else if (move.kind === "toggle") props.onToggle(move.node.key);
  else props.onEnter();
}
