import type { DatapointResult, MetricComparison } from "@honeyhive/contract";

/** A case of a run whose metrics are `score` on the session. */
export function makeResult(
  fields: Partial<DatapointResult> & { readonly score?: number } = {},
): DatapointResult {
  const { score, ...rest } = fields;
  const metric = { name: "score", event_name: "run", event_type: "session", passed: true };
  return {
    datapoint_id: "datapoint",
    session_id: `session of ${fields.datapoint_id ?? "datapoint"}`,
    passed: true,
    metrics: score === undefined ? [] : [{ ...metric, value: score }],
    outcome: "passed",
    error: null,
    duration: 10,
    inputs: {},
    outputs: {},
    ground_truth: null,
    ...rest,
  };
}

/** The key of the metric that `makeResult` gives. */
export const scoreKey = "score@session:run";

export function makeComparison(fields: Partial<MetricComparison> = {}): MetricComparison {
  return {
    metric_name: "score",
    metric_type: "CLIENT_SIDE",
    event_name: "run",
    event_type: "session",
    old_aggregate: 0.5,
    new_aggregate: 0.75,
    difference: 0.25,
    presence: "both",
    difference_interval: null,
    percentage_change: 50,
    found_count: 4,
    improved_count: 1,
    degraded_count: 0,
    same_count: 3,
    improved: [],
    degraded: [],
    same: [],
    old_values: [],
    new_values: [],
    verdict: "cannot-tell",
    p_value: 1,
    adjusted_p_value: 1,
    needed_count: 30,
    ...fields,
  };
}
