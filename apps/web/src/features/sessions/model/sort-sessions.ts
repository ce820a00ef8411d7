import { parseSort, type GridSort } from "../../../lib/sort.js";
import type { SessionRow } from "./session-row.js";

/** What sessions are sorted by, by the column that shows it. */
const measures: ReadonlyMap<string, (row: SessionRow) => unknown> = new Map([
  ["spans", ({ session }: SessionRow) => session.metadata["num_events"]],
  ["tokens", ({ session }: SessionRow) => session.metadata["total_tokens"]],
  ["cost", ({ session }: SessionRow) => session.metadata["cost"]],
  ["duration", ({ session }: SessionRow) => session.duration],
]);

export const sortedColumns: readonly string[] = [...measures.keys()];

/** As it stands in the address; undefined where that names no column that sorts. */
export function parseSessionSort(text: string | undefined): GridSort | undefined {
  const sort = parseSort(text);
  return sort !== undefined && measures.has(sort.columnId) ? sort : undefined;
}

/** Sessions that do not say what they are sorted by come last either way, the newest first. */
export function sortSessions(
  rows: readonly SessionRow[],
  sort: GridSort | undefined,
): readonly SessionRow[] {
  const measure = sort && measures.get(sort.columnId);
  if (sort === undefined || measure === undefined) return rows;
  const sign = sort.direction === "desc" ? -1 : 1;
  const rank = (row: SessionRow): number => {
    const value = measure(row);
    return typeof value === "number" ? sign * value : Infinity;
  };
  // Infinity from itself is nothing that sorts.
  return rows.toSorted((left, right) =>
    rank(left) === rank(right) ? 0 : rank(left) - rank(right),
  );
}
