import { filterText, parseFilter, type EventFilter } from "@honeyhive/contract";

/** The filters of a link, one a line, so that it stays readable. Lines that are no filter are left out. */
export function parseFilters(text: string | undefined): readonly EventFilter[] {
  return (text ?? "").split("\n").flatMap((line) => parseFilter(line) ?? []);
}

export function toFilterText(filters: readonly EventFilter[]): string | undefined {
  return filters.length === 0 ? undefined : filters.map(filterText).join("\n");
}
