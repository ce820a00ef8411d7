import { mostCompared } from "../../lib/api/compared-runs.js";
import { parseList, pickSearch, type Search } from "../../lib/address/search-params.js";

export const compareRunsKeys = ["runs", "base", "metric", "show", "q", "sort", "case"] as const;

/** `runs` are in the order of their columns, `base` is what they are compared with, `case` is the open row. */
export type CompareRunsSearch = Search<(typeof compareRunsKeys)[number]>;

export function parseCompareRunsSearch(
  search: Readonly<Record<string, unknown>>,
): CompareRunsSearch {
  return pickSearch(search, compareRunsKeys);
}

/** The baseline and the others; undefined where there are not two runs to compare. */
export function comparedRuns(
  search: CompareRunsSearch,
): { readonly baseline: string; readonly others: readonly string[] } | undefined {
  const ids = [...new Set(parseList(search.runs))].slice(0, mostCompared);
  const baseline = ids.find((id) => id === search.base) ?? ids[0];
  if (baseline === undefined || ids.length < 2) return undefined;
  return { baseline, others: ids.filter((id) => id !== baseline) };
}
