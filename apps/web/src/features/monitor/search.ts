import { pickSearch, type Search } from "../../lib/address/search-params.js";

export const monitorKeys = ["since", "evaluations"] as const;

/** `since` is how far back the charts go; `evaluations` is `with` to count their sessions, too. */
export type MonitorSearch = Search<(typeof monitorKeys)[number]>;

export function parseMonitorSearch(search: Readonly<Record<string, unknown>>): MonitorSearch {
  return pickSearch(search, monitorKeys);
}
