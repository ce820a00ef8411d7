import { pickSearch, type Search } from "../../lib/address/search-params.js";

const keys = [
  "new",
  "old",
  "newRun",
  "oldRun",
  "case",
  "newEvent",
  "oldEvent",
  "q",
  "tab",
] as const;

/** Two sessions, the runs and the compared case they are of, and of each the key of the selected span. */
export type TracePairSearch = Search<(typeof keys)[number]>;

export function parseTracePairSearch(search: Readonly<Record<string, unknown>>): TracePairSearch {
  return pickSearch(search, keys);
}
