import type { MouseEvent, ReactNode } from "react";

import type { GridColumn } from "./grid-column.js";

export function GridRow<Row>(props: {
  readonly id: string;
  readonly row: Row;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly columns: readonly GridColumn<Row>[];
  readonly template: string;
  readonly isActive: boolean;
  readonly isSelected: boolean | undefined;
  readonly onClick: () => void;
}): ReactNode {
  const onClick = (event: MouseEvent): void => {
    // Links and boxes inside a row do their own work, and so does selecting text.
    const isInner = event.target instanceof Element && event.target.closest("a,button,input,label");
    if (isInner || window.getSelection()?.isCollapsed === false) return;
    props.onClick();
  };
  return (
    // The grid itself takes the keys; a row only mirrors Enter for the mouse.
    <div
      id={props.id}
      role="row"
      tabIndex={-1}
      aria-rowindex={props.index + 2}
      aria-selected={props.isSelected}
      data-active={props.isActive || undefined}
      onClick={onClick}
      style={{
        gridTemplateColumns: props.template,
        height: props.height,
        transform: `translateY(${props.top}px)`,
      }}
      className={`absolute inset-x-0 top-0 grid cursor-pointer items-center border-b border-line group-focus-visible/grid:data-active:shadow-[inset_3px_0_0_var(--color-honey-solid)] ${
        props.isSelected === true ? "bg-honey-soft" : "hover:bg-sunken data-active:bg-sunken"
      }`}
    >
      {props.columns.map((column) => (
        <div
          key={column.id}
          role="gridcell"
          // Text that is read from the right begins there, and is cut at its end.
          dir="auto"
          className={`min-w-0 truncate px-3 ${column.align === "end" ? "text-right" : ""}`}
        >
          {column.cell(props.row)}
        </div>
      ))}
    </div>
  );
}
