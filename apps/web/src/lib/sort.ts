export interface GridSort {
  readonly columnId: string;
  readonly direction: "asc" | "desc";
}

/** `name` sorts ascending, `-name` descending. */
export function parseSort(text: string | undefined): GridSort | undefined {
  if (text === undefined) return undefined;
  return text.startsWith("-")
    ? { columnId: text.slice(1), direction: "desc" }
    : { columnId: text, direction: "asc" };
}

/** The sort after a click on a header: descending, then ascending, then none. */
export function toggleSort(sort: GridSort | undefined, columnId: string): string | undefined {
  if (sort?.columnId !== columnId) return `-${columnId}`;
  return sort.direction === "desc" ? columnId : undefined;
}
