import type { DatapointMetric, MetricDetail } from "@honeyhive/contract";

type Named = Pick<MetricDetail, "metric_name" | "event_name" | "event_type">;

/** Identifies a metric of one kind of event; readable, because it stands in URLs. */
export function metricKey({ metric_name, event_name, event_type }: Named): string {
  return `${metric_name}@${event_type}:${event_name}`;
}

export function datapointMetricKey({
  name,
  ...event
}: Pick<DatapointMetric, "name" | "event_name" | "event_type">): string {
  return metricKey({ metric_name: name, ...event });
}

/** The bare metric name by key, with the event's name only for those that share it. */
export function metricLabels(metrics: readonly Named[]): ReadonlyMap<string, string> {
  const uses = new Map<string, number>();
  for (const { metric_name } of metrics) uses.set(metric_name, (uses.get(metric_name) ?? 0) + 1);
  return new Map(
    metrics.map((metric) => {
      const isShared = (uses.get(metric.metric_name) ?? 0) > 1;
      const suffix = isShared ? ` · ${metric.event_name}` : "";
      return [metricKey(metric), metric.metric_name + suffix];
    }),
  );
}
