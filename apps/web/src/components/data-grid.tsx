import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { nextIndex } from "../lib/next-index.js";
import { gridTemplate, type GridColumn, type GridSort } from "./grid-column.js";
import { GridHeader } from "./grid-header.js";
import { GridRow } from "./grid-row.js";

const headerHeight = 32;

export interface DataGridProps<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly rowHeight?: number;
  /** The row to start on, such as the one that was open before. */
  readonly initialKey?: string | undefined;
  readonly sort?: GridSort | undefined;
  readonly onSort?: (columnId: string) => void;
  readonly onOpen?: (row: Row) => void;
  /** Called when a key made another row the active one. */
  readonly onMove?: (row: Row) => void;
  /** Further single keys for the active row, such as `x` to select it. */
  readonly rowKeys?: Readonly<Record<string, (row: Row) => void>>;
  readonly isSelected?: (row: Row) => boolean;
  /** Called when the last rows come into view. */
  readonly onEndReached?: () => void;
  readonly empty: ReactNode;
}

/** A virtual table with one focus stop: the keys move the active row, Enter opens it. */
export function DataGrid<Row>(props: DataGridProps<Row>): ReactNode {
  const { columns, rows, rowHeight = 36 } = props;
  const gridId = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [activeIndex, setActiveIndex] = useState(() =>
    Math.max(
      0,
      rows.findIndex((row) => props.rowKey(row) === props.initialKey),
    ),
  );
  const active = Math.min(activeIndex, rows.length - 1);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    scrollPaddingStart: headerHeight,
    overscan: 8,
    initialOffset: Math.max(0, activeIndex - 4) * rowHeight,
  });
  const items = virtualizer.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? -1;
  const { onEndReached } = props;
  useEffect(() => {
    if (lastIndex >= 0 && lastIndex >= rows.length - 1) onEndReached?.();
  }, [lastIndex, rows.length, onEndReached]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const row = rows[active];
    const target = nextIndex(event.key, active, rows.length);
    if (target !== undefined) {
      setActiveIndex(target);
      virtualizer.scrollToIndex(target);
      const next = rows[target];
      if (next !== undefined) props.onMove?.(next);
    } else if (event.key === "Enter" && row !== undefined) props.onOpen?.(row);
    else if (row !== undefined && props.rowKeys?.[event.key] !== undefined) {
      props.rowKeys[event.key]?.(row);
    } else return;
    event.preventDefault();
  };

  const { template, minWidth } = gridTemplate(columns);
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={rows.length > 0 ? `${gridId}-${active}` : undefined}
      data-list
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="group/grid min-h-72 min-w-0 flex-1 overflow-auto rounded-lg border border-line bg-surface"
    >
      <div style={{ minWidth }}>
        <GridHeader columns={columns} template={template} sort={props.sort} onSort={props.onSort} />
        <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              <GridRow
                key={props.rowKey(row)}
                id={`${gridId}-${item.index}`}
                row={row}
                index={item.index}
                top={item.start}
                height={rowHeight}
                columns={columns}
                template={template}
                isActive={item.index === active}
                isSelected={props.isSelected?.(row)}
                onClick={() => {
                  setActiveIndex(item.index);
                  props.onOpen?.(row);
                }}
              />
            );
          })}
        </div>
      </div>
      {rows.length === 0 && <div className="sticky left-0">{props.empty}</div>}
    </div>
  );
}
