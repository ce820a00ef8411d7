import { pickSearch, type Search } from "../../lib/search-params.js";

const keys = ["since", "evaluations"] as const;

/** `since` is how far back the charts go; `evaluations` is `with` to count their sessions, too. */
export type MonitorSearch = Search<(typeof keys)[number]>;

export function parseMonitorSearch(search: Readonly<Record<string, unknown>>): MonitorSearch {
  return pickSearch(search, keys);
}
