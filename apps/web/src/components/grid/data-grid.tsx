import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useLayoutEffect, useRef, type ReactNode, type RefObject } from "react";

import { type GridSort } from "../../lib/sort.js";
import { gridTemplate, type GridColumn } from "./grid-column.js";
import { GridHeader } from "./grid-header.js";
import { GridRow } from "./grid-row.js";
import { initialIndex, useActiveRow, type ActiveRowOptions } from "./use-active-row.js";

const headerHeight = 32;
/** Rows kept above the one that a list starts on. */
const contextRows = 4;

export interface DataGridProps<Row> extends ActiveRowOptions<Row> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row>[];
  readonly rowHeight?: number;
  readonly sort?: GridSort | undefined;
  readonly onSort?: (columnId: string) => void;
  readonly isSelected?: (row: Row) => boolean;
  /** Called when the last rows come into view. */
  readonly onEndReached?: () => void;
  /** Told the first and the last of the rows in view, and those just outside of it. */
  readonly onRange?: (first: number, last: number) => void;
  readonly empty: ReactNode;
}

/** A virtual table with one focus stop: the keys move the active row, Enter opens it. */
export function DataGrid<Row>(props: DataGridProps<Row>): ReactNode {
  const { columns, rows } = props;
  const gridId = useId();
  const { scroller, virtualizer, rowHeight } = useVirtualRows(props);
  const { active, activate, onKeyDown } = useActiveRow({
    ...props,
    scrollTo: (index) => virtualizer.scrollToIndex(index),
  });
  useRowHeight(virtualizer, rowHeight, active);
  const { template, minWidth } = gridTemplate(columns);
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-colcount={columns.length}
      aria-activedescendant={active < 0 ? undefined : `${gridId}-${active}`}
      data-list
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="group/grid min-h-72 min-w-0 flex-1 overflow-auto rounded-lg border border-line bg-surface"
    >
      <div style={{ minWidth }}>
        <GridHeader columns={columns} template={template} sort={props.sort} onSort={props.onSort} />
        <div
          role="rowgroup"
          className="relative"
          style={{ height: virtualizer.getTotalSize() - headerHeight }}
        >
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <GridRow
                key={props.rowKey(row)}
                id={`${gridId}-${index}`}
                row={row}
                index={index}
                top={start - headerHeight}
                height={rowHeight}
                columns={columns}
                template={template}
                isActive={index === active}
                isSelected={props.isSelected?.(row)}
                onClick={() => {
                  activate(index);
                  props.onOpen?.(row);
                }}
              />
            );
          })}
        </div>
      </div>
      {rows.length === 0 && <EmptyRow>{props.empty}</EmptyRow>}
    </div>
  );
}

/** Where the rows become higher or lower, the active one stays in sight. */
function useRowHeight(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  rowHeight: number,
  active: number,
): void {
  const measured = useRef(rowHeight);
  useLayoutEffect(() => {
    if (measured.current === rowHeight) return;
    measured.current = rowHeight;
    virtualizer.measure();
    if (active >= 0) virtualizer.scrollToIndex(active);
  }, [virtualizer, rowHeight, active]);
}

function EmptyRow({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div role="row" className="sticky left-0">
      <div role="gridcell">{children}</div>
    </div>
  );
}

function useVirtualRows<Row>(props: DataGridProps<Row>): {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly rowHeight: number;
} {
  const { rows, rowHeight = 36, onEndReached, onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    // The header lies above the first row and stays in sight.
    paddingStart: headerHeight,
    scrollPaddingStart: headerHeight,
    overscan: 8,
    initialOffset: () => Math.max(0, initialIndex(props) - contextRows) * rowHeight,
  });
  const items = virtualizer.getVirtualItems();
  const firstIndex = items[0]?.index ?? -1;
  const lastIndex = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (lastIndex >= 0 && lastIndex >= rows.length - 1) onEndReached?.();
  }, [lastIndex, rows.length, onEndReached]);
  useEffect(() => {
    if (firstIndex >= 0) onRange?.(firstIndex, lastIndex);
  }, [firstIndex, lastIndex, onRange]);
  return { scroller, virtualizer, rowHeight };
}
