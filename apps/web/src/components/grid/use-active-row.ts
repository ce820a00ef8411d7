import { useState, type KeyboardEvent } from "react";

import { nextIndex } from "../../lib/next-index.js";

export interface ActiveRowOptions<Row> {
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The row to start on, such as the one that was open before. */
  readonly initialKey?: string | undefined;
  readonly onOpen?: (row: Row) => void;
  /** Called when a key made another row the active one. */
  readonly onMove?: (row: Row) => void;
  /** Further single keys for the active row, such as `x` to select it. */
  readonly rowKeys?: Readonly<Record<string, (row: Row) => void>>;
}

export interface ActiveRow {
  /** -1 when there are no rows. */
  readonly active: number;
  readonly activate: (index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Which row the keys act on, and what they do. */
export function useActiveRow<Row>(
  options: ActiveRowOptions<Row> & { readonly scrollTo: (index: number) => void },
): ActiveRow {
  const { rows } = options;
  const [place, setPlace] = useState<Place>(() => ({
    index: initialIndex(options),
    key: options.initialKey,
  }));
  const active = locate(place, options);
  const activate = (index: number): void => {
    const row = rows[index];
    setPlace({ index, key: row && options.rowKey(row) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[active];
    if (!isPlainKey(event) || row === undefined) return;
    const target = nextIndex(event.key, active, rows.length);
    const rowAction = event.key === "Enter" ? options.onOpen : options.rowKeys?.[event.key];
    if (target !== undefined) {
      activate(target);
      options.scrollTo(target);
      options.onMove?.(rows[target] ?? row);
    } else if (rowAction !== undefined) rowAction(row);
    else return;
    event.preventDefault();
  };
  return { active, activate, onKeyDown };
}

interface Place {
  readonly index: number;
  /** Undefined until a row was chosen. */
  readonly key: string | undefined;
}

/** Rows come and go while they are looked at: the chosen one stays active wherever it moves. */
function locate<Row>(place: Place, { rows, rowKey }: ActiveRowOptions<Row>): number {
  const { index, key } = place;
  const row = rows[index];
  const hasMoved = key !== undefined && (row === undefined || rowKey(row) !== key);
  const moved = hasMoved ? rows.findIndex((candidate) => rowKey(candidate) === key) : index;
  return Math.min(moved < 0 ? index : moved, rows.length - 1);
}

export function initialIndex<Row>({
  rows,
  rowKey,
  initialKey,
}: Pick<ActiveRowOptions<Row>, "rows" | "rowKey" | "initialKey">): number {
  return Math.max(
    0,
    rows.findIndex((row) => rowKey(row) === initialKey),
  );
}

/** Not a shortcut of the browser, and not meant for something inside the list. */
export function isPlainKey(event: KeyboardEvent): boolean {
  return event.target === event.currentTarget && !event.ctrlKey && !event.metaKey && !event.altKey;
}
