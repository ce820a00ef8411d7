import type { MetricDetail, RunResult } from "@honeyhive/contract";

import type { NamedMetric } from "./compare-rows.js";

/** The metrics that any of the runs has. A function renamed between runs keeps its metrics. */
export function joinMetrics(
  results: readonly Pick<RunResult, "metrics">[],
): readonly NamedMetric[] {
  const joined: MetricDetail[] = [];
  for (const { metrics } of results) {
    const known = [...joined];
    for (const detail of metrics.details) {
      const isKnown = known.some(
        (metric) => findMetric(metrics.details, metric) === detail || isSame(metric, detail),
      );
      if (!isKnown) joined.push(detail);
    }
  }
  return joined;
}

/** The one of the same event, or else the first of that name and type. */
export function findMetric<Metric extends NamedMetric>(
  metrics: readonly Metric[],
  wanted: NamedMetric,
): Metric | undefined {
  const named = metrics.filter(
    ({ metric_name, event_type }) =>
      metric_name === wanted.metric_name && event_type === wanted.event_type,
  );
  return named.find(({ event_name }) => event_name === wanted.event_name) ?? named[0];
}

function isSame(left: NamedMetric, right: NamedMetric): boolean {
  return (
    left.metric_name === right.metric_name &&
    left.event_name === right.event_name &&
    left.event_type === right.event_type
  );
}
