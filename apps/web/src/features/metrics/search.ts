import { pickSearch, type Search } from "../../lib/address/search-params.js";

const listKeys = ["name", "type", "row"] as const;
const metricKeys = ["version", "event"] as const;

/** `row` is the metric that was open last. */
export type MetricsSearch = Search<(typeof listKeys)[number]>;

/** `version` is the one that is shown, `event` the span that the metric is tried on. */
export type MetricSearch = Search<(typeof metricKeys)[number]>;

export function parseMetricsSearch(search: Readonly<Record<string, unknown>>): MetricsSearch {
  return pickSearch(search, listKeys);
}

export function parseMetricSearch(search: Readonly<Record<string, unknown>>): MetricSearch {
  return pickSearch(search, metricKeys);
}
