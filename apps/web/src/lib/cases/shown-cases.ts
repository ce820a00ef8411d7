import { caseOutcomes, type RunResult } from "@honeyhive/contract";

import { parseSearch, pickSearch, stringifySearch, type Search } from "../address/search-params.js";
import { parseSort } from "../sort.js";
import { toCaseRows, type CaseRow } from "./case-row.js";
import { parseRange } from "./range.js";
import { selectCases } from "./select-cases.js";
import { chosenSlice } from "./slice-keys.js";

const keys = ["outcome", "q", "trials", "metric", "range", "label", "by", "slice", "sort"] as const;

/** What decides which cases of a run are shown, and in which order. */
export type CaseSearch = Search<(typeof keys)[number]>;

export function shownCases(rows: readonly CaseRow[], search: CaseSearch): readonly CaseRow[] {
  const { q: text, metric, label: value } = search;
  const outcome = caseOutcomes.find((known) => known === search.outcome);
  const range = parseRange(search.range);
  const filter = {
    outcome,
    text,
    isFlaky: search.trials === "flaky",
    score: metric === undefined || range === undefined ? undefined : { metric, ...range },
    label: metric === undefined || value === undefined ? undefined : { metric, value },
    slice: chosenSlice(
      search,
      rows.map(({ result }) => result.metadata),
    ),
  };
  return selectCases(rows, filter, parseSort(search.sort));
}

/** Whether the search looks through what went in and came out. */
export function searchesTexts(packed: string | undefined): boolean {
  return parseSearch(packed ?? "")["q"] !== undefined;
}

/** The search as one value, for pages that step through the same cases; undefined when it shows them all. */
export function packCaseSearch(search: CaseSearch): string | undefined {
  const text = stringifySearch(pickSearch(search, keys));
  return text === "" ? undefined : text;
}

/** All cases that `packed` shows; every case of the run where the session is not among those. */
export function casesAround(
  result: Pick<RunResult, "datapoints">,
  sessionId: string,
  packed = "",
): { readonly rows: readonly CaseRow[]; readonly index: number; readonly isFiltered: boolean } {
  const all = toCaseRows(result);
  const rows = shownCases(all, pickSearch(parseSearch(packed), keys));
  const index = rows.findIndex((row) => row.result.session_id === sessionId);
  if (index >= 0) return { rows, index, isFiltered: rows.length < all.length };
  const place = all.findIndex((row) => row.result.session_id === sessionId);
  return { rows: all, index: place, isFiltered: false };
}
