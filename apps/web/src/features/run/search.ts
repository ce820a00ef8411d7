import { pickSearch, type Search } from "../../lib/address/search-params.js";

export const runKeys = [
  "outcome",
  "q",
  "trials",
  "metric",
  "range",
  "label",
  "by",
  "slice",
  "sort",
  "row",
] as const;

type RunKey = (typeof runKeys)[number];

/** `metric` and `range` (`0.2..0.4`) keep the cases of one histogram bar, `label` those of one label, `by` slices them and `slice` keeps one slice, `trials=flaky` those with some trials passed; `row` was open last. */
export type RunSearch = Search<RunKey>;

export function parseRunSearch(search: Readonly<Record<string, unknown>>): RunSearch {
  return pickSearch(search, runKeys);
}
