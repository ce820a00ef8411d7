import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";

import type { GridSort } from "../../lib/sort.js";
import type { GridColumn } from "./grid-column.js";

export function GridHeader<Row>(props: {
  readonly columns: readonly GridColumn<Row>[];
  readonly template: string;
  readonly sort: GridSort | undefined;
  readonly onSort: ((columnId: string) => void) | undefined;
}): ReactNode {
  return (
    <div
      role="row"
      aria-rowindex={1}
      style={{ gridTemplateColumns: props.template }}
      className="sticky top-0 z-10 grid border-b border-line bg-sunken text-xs font-medium text-muted"
    >
      {props.columns.map((column) => {
        const sorted = props.sort?.columnId === column.id ? props.sort.direction : undefined;
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-sort={sorted && (sorted === "asc" ? "ascending" : "descending")}
            className={`flex h-8 min-w-0 items-center px-3 ${column.align === "end" ? "justify-end" : ""}`}
          >
            {column.isSortable === true && props.onSort !== undefined ? (
              <button
                type="button"
                title={`Sort by ${column.header}`}
                onClick={() => props.onSort?.(column.id)}
                className="inline-flex min-w-0 items-center gap-1 hover:text-ink"
              >
                <span className="truncate">{column.header}</span>
                {sorted === "asc" && <ArrowUp aria-hidden="true" className="size-3 shrink-0" />}
                {sorted === "desc" && <ArrowDown aria-hidden="true" className="size-3 shrink-0" />}
              </button>
            ) : (
              <span
                className={column.isHeaderHidden === true ? "sr-only" : "truncate"}
                title={column.header}
              >
                {column.header}
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}
