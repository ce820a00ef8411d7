import { mostCompared } from "../../../lib/api/compared-runs.js";
import {
  ignoredChoice,
  ignoredSort,
  type IgnoredValue,
} from "../../../lib/address/ignored-values.js";
import { parseList, toList } from "../../../lib/address/search-params.js";
import type { CompareRunsSearch } from "../compare-runs-search.js";
import { caseGroups } from "./select-many.js";

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
