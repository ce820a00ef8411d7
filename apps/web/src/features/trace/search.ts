import { pickSearch, type Search } from "../../lib/address/search-params.js";

export const traceKeys = ["event", "run", "cases", "queue", "q", "tab"] as const;

type TraceKey = (typeof traceKeys)[number];

/**
 * `event` is the key of the selected span, `run` the run whose cases `[` and `]` step through,
 * `cases` the search of the run's page that chose and sorted them, `queue` the annotation queue that they step through
 * instead.
 */
export type TraceSearch = Search<TraceKey>;

export function parseTraceSearch(search: Readonly<Record<string, unknown>>): TraceSearch {
  return pickSearch(search, traceKeys);
}
