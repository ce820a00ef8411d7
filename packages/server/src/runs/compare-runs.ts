import {
  aggregateValues,
  compareCases,
  readLowerIsBetter,
  toNumericScore,
  type AggregateFunction,
  type CaseMetricComparison,
  type ComparableCase,
  type ExperimentRun,
  type MetricComparison,
  type RunComparison,
} from "@honeyhive/contract";

import type { RunCase } from "./run-case.js";
import { toEventDetails } from "./run-result.js";

export interface RunWithCases {
  readonly run: ExperimentRun;
  readonly cases: readonly RunCase[];
}

/** Compares two runs over the datapoints that both have, metric by metric. */
export function compareRuns(
  oldRun: RunWithCases,
  newRun: RunWithCases,
  aggregateFunction: AggregateFunction,
): RunComparison {
  const { common, added, removed, edited, metrics } = compareCases(
    newRun.cases.flatMap(toComparable),
    oldRun.cases.flatMap(toComparable),
    readLowerIsBetter(newRun.run.configuration, oldRun.run.configuration),
  );
  return {
    metrics: metrics.map((metric) => toMetricComparison(metric, aggregateFunction)),
    commonDatapoints: common,
    new_only_datapoints: added,
    old_only_datapoints: removed,
    edited_datapoints: edited,
    event_details: compareEventDetails(oldRun.cases, newRun.cases),
    old_run: oldRun.run,
    new_run: newRun.run,
  };
}

/** Cases without a datapoint pair with nothing. */
function toComparable({ datapointId, wireId, contentHash, scores }: RunCase): ComparableCase[] {
  if (datapointId === null) return [];
  const metrics = scores.map(({ name, eventName, eventType, isOfCase, value }) => ({
    name,
    eventName,
    eventType,
    isOfCase,
    value: toNumericScore(value),
  }));
  return [{ id: datapointId, wireId, contentHash, metrics }];
}

function toMetricComparison(
  metric: CaseMetricComparison,
  aggregateFunction: AggregateFunction,
): MetricComparison {
  const oldValues = metric.pairs.map((pair) => pair.old);
  const newValues = metric.pairs.map((pair) => pair.new);
  const isPaired = metric.presence === "both";
  const oldAggregate = isPaired ? aggregateValues(oldValues, aggregateFunction) : metric.oldMean;
  const newAggregate = isPaired ? aggregateValues(newValues, aggregateFunction) : metric.newMean;
  const difference =
    oldAggregate === null || newAggregate === null ? null : newAggregate - oldAggregate;
  return {
    metric_name: metric.name,
    metric_type: "CLIENT_SIDE",
    event_name: metric.eventName ?? "",
    event_type: metric.eventType ?? "",
    presence: metric.presence,
    old_aggregate: oldAggregate,
    new_aggregate: newAggregate,
    difference,
    difference_interval: aggregateFunction === "average" ? metric.interval : null,
    percentage_change:
      difference === null || !oldAggregate ? null : (difference / Math.abs(oldAggregate)) * 100,
    found_count: metric.pairs.length,
    improved_count: metric.improved.length,
    degraded_count: metric.degraded.length,
    same_count: metric.same.length,
    improved: metric.improved,
    degraded: metric.degraded,
    same: metric.same,
    old_values: oldValues,
    new_values: newValues,
    verdict: metric.verdict,
    p_value: metric.pValue,
    adjusted_p_value: metric.adjustedPValue,
    needed_count: metric.neededCount,
  };
}

function compareEventDetails(
  oldCases: readonly RunCase[],
  newCases: readonly RunCase[],
): RunComparison["event_details"] {
  const [before, after] = [toEventDetails(oldCases), toEventDetails(newCases)];
  const isIn = (list: typeof before, wanted: (typeof before)[number]): boolean =>
    list.some(
      (detail) =>
        detail.event_name === wanted.event_name && detail.event_type === wanted.event_type,
    );
  return [
    ...after.map((detail) => ({
      ...detail,
      presence: isIn(before, detail) ? ("both" as const) : ("new" as const),
    })),
    ...before
      .filter((detail) => !isIn(after, detail))
      .map((detail) => ({ ...detail, presence: "old" as const })),
  ];
}
