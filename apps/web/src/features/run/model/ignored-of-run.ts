import { caseOutcomes } from "@honeyhive/contract";

import { parseRange } from "../../../lib/cases/range.js";
import type { CaseRow } from "../../../lib/cases/case-row.js";
import { sortedCaseColumns } from "../../../lib/cases/select-cases.js";
import { ignoredSlice } from "../../../lib/cases/slice-keys.js";
import {
  ignoredChoice,
  ignoredSort,
  type IgnoredValue,
} from "../../../lib/address/ignored-values.js";
import type { RunSearch } from "../search.js";

/** What of the page's address means nothing of a run with these metrics. */
export function ignoredOfRun(
  search: RunSearch,
  metricKeys: readonly string[],
  rows: readonly CaseRow[],
): readonly IgnoredValue[] {
  const { metric, range, label } = search;
  const isWrongRange = range !== undefined && parseRange(range) === undefined;
  const isBare = metric !== undefined && range === undefined && label === undefined;
  return [
    ...ignoredChoice(search, "outcome", caseOutcomes),
    ...ignoredChoice(search, "trials", ["flaky"]),
    ...ignoredChoice(search, "metric", metricKeys),
    ...(isWrongRange
      ? [{ key: "range", value: range, because: "a range is two numbers: 0.2..0.4" }]
      : []),
    ...(isBare && metricKeys.includes(metric)
      ? [{ key: "metric", value: metric, because: "it takes a range or a label beside it" }]
      : []),
    ...ignoredSlice(
      search,
      rows.map(({ result }) => result.metadata),
    ),
    ...ignoredSort(search, [...sortedCaseColumns, ...metricKeys]),
  ];
}
