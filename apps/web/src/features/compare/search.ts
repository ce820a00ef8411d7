import { pickSearch, type Search } from "../../lib/address/search-params.js";

export const compareKeys = [
  "new",
  "old",
  "metric",
  "change",
  "by",
  "slice",
  "q",
  "sort",
  "case",
] as const;

type CompareKey = (typeof compareKeys)[number];

/** `change` is one of `caseChanges`, of `metric` where it is about scores; `by` slices the cases and `slice` keeps one slice; `case` is the open row. */
export type CompareSearch = Search<CompareKey>;

export function parseCompareSearch(search: Readonly<Record<string, unknown>>): CompareSearch {
  return pickSearch(search, compareKeys);
}
