import { mostCompared } from "../../lib/compared-runs.js";
import { ignoredChoice, ignoredSort, type IgnoredValue } from "../../lib/ignored-values.js";
import { parseList, pickSearch, toList, type Search } from "../../lib/search-params.js";
import { caseGroups } from "./model/select-many.js";

export const compareRunsKeys = ["runs", "base", "metric", "show", "q", "sort", "case"] as const;

/** `runs` are in the order of their columns, `base` is what they are compared with, `case` is the open row. */
export type CompareRunsSearch = Search<(typeof compareRunsKeys)[number]>;

export function parseCompareRunsSearch(
  search: Readonly<Record<string, unknown>>,
): CompareRunsSearch {
  return pickSearch(search, compareRunsKeys);
}

/** What of the address means nothing where these runs are compared by these metrics. */
export function ignoredOfCompareRuns(
  search: CompareRunsSearch,
  {
    runIds,
    metricKeys,
  }: { readonly runIds: readonly string[]; readonly metricKeys: readonly string[] },
): readonly IgnoredValue[] {
  const asked = [...new Set(parseList(search.runs))];
  return [
    ...asked.slice(mostCompared).map((value) => ({
      key: "runs",
      value,
      because: `no more than ${mostCompared} runs are compared at once`,
      rest: toList(asked.slice(0, mostCompared)),
    })),
    ...ignoredChoice(search, "base", runIds),
    ...ignoredChoice(search, "show", caseGroups),
    ...ignoredChoice(search, "metric", metricKeys),
    ...ignoredSort(search, runIds),
  ];
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
