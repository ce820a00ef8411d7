import type { ReactNode } from "react";

export interface GridColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** The header is only spoken. */
  readonly isHeaderHidden?: boolean;
  /** Px. Below this the grid scrolls sideways inside itself. */
  readonly minWidth: number;
  /** Share of the space left over; 0 keeps the column at `minWidth`. */
  readonly grow?: number;
  readonly align?: "end";
  readonly isSortable?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

export function gridTemplate(columns: readonly Pick<GridColumn<never>, "minWidth" | "grow">[]): {
  readonly template: string;
  readonly minWidth: number;
} {
  const track = ({ minWidth, grow = 0 }: { minWidth: number; grow?: number }): string =>
    grow === 0 ? `${minWidth}px` : `minmax(${minWidth}px, ${grow}fr)`;
  return {
    template: columns.map(track).join(" "),
    minWidth: columns.reduce((sum, column) => sum + column.minWidth, 0),
  };
}

/** Px that a metric's name needs as a header, within reason. */
export function scoreColumnWidth(label: string): number {
  return Math.min(Math.max(88, 40 + label.length * 7), 200);
}
