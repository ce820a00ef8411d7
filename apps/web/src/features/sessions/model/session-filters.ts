import { filterText, parseFilter, type EventFilter } from "@honeyhive/contract";

/** The filters of a link, one a line, so that it stays readable. Lines that are no filter are left out. */
export function parseFilters(text: string | undefined): readonly EventFilter[] {
  return linesOf(text).flatMap((line) => parseFilter(line) ?? []);
}

/** What `parseFilters` leaves out. */
export function linesWithoutFilter(text: string | undefined): readonly string[] {
  return linesOf(text).filter((line) => line.trim() !== "" && parseFilter(line) === undefined);
}

function linesOf(text: string | undefined): readonly string[] {
  return (text ?? "").split("\n");
}

export function toFilterText(filters: readonly EventFilter[]): string | undefined {
  return filters.length === 0 ? undefined : filters.map(filterText).join("\n");
}
