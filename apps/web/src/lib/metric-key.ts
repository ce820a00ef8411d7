interface Named {
  readonly metric: string;
  readonly eventName: string;
  readonly eventType: string;
}

/** Identifies a metric of one kind of event; readable, because it stands in URLs. */
export function metricKey({ metric, eventName, eventType }: Named): string {
  return `${metric}@${eventType}:${eventName}`;
}

/** The bare metric name, with the event's name only for those that share it. */
export function metricLabels(metrics: readonly Named[]): ReadonlyMap<string, string> {
  const uses = new Map<string, number>();
  for (const { metric } of metrics) uses.set(metric, (uses.get(metric) ?? 0) + 1);
  return new Map(
    metrics.map((named) => [
      metricKey(named),
      (uses.get(named.metric) ?? 0) > 1 ? `${named.metric} · ${named.eventName}` : named.metric,
    ]),
  );
}
