import { expect, test } from "vitest";

import { datapointMetricKey, metricKey, metricLabels } from "./metric-key.js";

const metric = (metric_name: string, event_name: string): Parameters<typeof metricKey>[0] => ({
  metric_name,
  event_name,
  event_type: "chain",
});

test("gives the metric of a case the key of the metric it belongs to", () => {
  const own = { name: "exact", event_name: "answer", event_type: "chain", value: 1, passed: true };
  expect(datapointMetricKey(own)).toBe(metricKey(metric("exact", "answer")));
});

test("labels a metric by its event only where the name alone is not enough", () => {
  const metrics = [
    metric("exact", "answer"),
    metric("latency", "search"),
    metric("latency", "rank"),
  ];
  expect([...metricLabels(metrics).values()]).toEqual([
    "exact",
    "latency · search",
    "latency · rank",
  ]);
});
