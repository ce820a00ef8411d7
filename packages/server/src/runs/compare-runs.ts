import {
  aggregateValues,
  compareScores,
  correctVerdicts,
  toNumericScore,
  type AggregateFunction,
  type ExperimentRun,
  type MetricComparison,
  type RunComparison,
  type ScorePair,
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
  const oldIds = datapointIds(oldRun.cases);
  const newIds = datapointIds(newRun.cases);
  const common = [...newIds].filter((id) => oldIds.has(id));
  const oldMetrics = collectMetrics(oldRun.cases);
  const metrics = [...collectMetrics(newRun.cases)].flatMap(([key, metric]) => {
    const before = oldMetrics.get(key);
    return before === undefined
      ? []
      : [compareMetric({ before, metric, common, aggregateFunction })];
  });
  return {
    metrics: correct(metrics),
    commonDatapoints: common,
    new_only_datapoints: [...newIds].filter((id) => !oldIds.has(id)),
    old_only_datapoints: [...oldIds].filter((id) => !newIds.has(id)),
    event_details: compareEventDetails(oldRun.cases, newRun.cases),
    old_run: oldRun.run,
    new_run: newRun.run,
  };
}

/** The same correction as the SDK's, so that terminal and UI say the same. */
function correct(metrics: readonly MetricComparison[]): MetricComparison[] {
  const judged = metrics.map(({ verdict, p_value: pValue }) => ({ verdict, pValue }));
  return correctVerdicts(judged).flatMap(({ verdict, adjustedPValue }, index) => {
    const metric = metrics[index];
    return metric === undefined ? [] : [{ ...metric, verdict, adjusted_p_value: adjustedPValue }];
  });
}

interface CollectedMetric {
  readonly name: string;
  readonly eventName: string;
  readonly eventType: string;
  /** Datapoint id to its values: a datapoint may have been run several times. */
  readonly values: Map<string, number[]>;
}

/**
 * A metric of the case as a whole is the same metric in both runs even where the traced function was
 * renamed in between; a metric of a step belongs to that step.
 */
function collectMetrics(cases: readonly RunCase[]): Map<string, CollectedMetric> {
  const metrics = new Map<string, CollectedMetric>();
  for (const { datapointId, scores } of cases) {
    for (const { name, eventName, eventType, isOfCase, value } of scores) {
      const number = toNumericScore(value);
      if (number === undefined || datapointId === null) continue;
      const key = JSON.stringify([name, isOfCase ? "" : eventName, eventType]);
      const metric = metrics.get(key) ?? { name, eventName, eventType, values: new Map() };
      metrics.set(key, metric);
      metric.values.set(datapointId, [...(metric.values.get(datapointId) ?? []), number]);
    }
  }
  return metrics;
}

function compareMetric(given: {
  readonly before: CollectedMetric;
  readonly metric: CollectedMetric;
  readonly common: readonly string[];
  readonly aggregateFunction: AggregateFunction;
}): MetricComparison {
  const { before, metric, common, aggregateFunction } = given;
  const pairs = common.flatMap((id): ScorePair[] => {
    const [oldValue, newValue] = [mean(before.values.get(id)), mean(metric.values.get(id))];
    if (oldValue === undefined || newValue === undefined) return [];
    return [{ id, old: oldValue, new: newValue }];
  });
  const oldValues = pairs.map((pair) => pair.old);
  const newValues = pairs.map((pair) => pair.new);
  const oldAggregate = aggregateValues(oldValues, aggregateFunction);
  const newAggregate = aggregateValues(newValues, aggregateFunction);
  const difference =
    oldAggregate === null || newAggregate === null ? null : newAggregate - oldAggregate;
  const comparison = compareScores(pairs);
  return {
    metric_name: metric.name,
    metric_type: "CLIENT_SIDE",
    event_name: metric.eventName,
    event_type: metric.eventType,
    old_aggregate: oldAggregate,
    new_aggregate: newAggregate,
    difference,
    percentage_change:
      difference === null || !oldAggregate ? null : (difference / Math.abs(oldAggregate)) * 100,
    found_count: pairs.length,
    improved_count: comparison.improved.length,
    degraded_count: comparison.degraded.length,
    same_count: comparison.same.length,
    improved: comparison.improved,
    degraded: comparison.degraded,
    same: comparison.same,
    old_values: oldValues,
    new_values: newValues,
    verdict: comparison.verdict,
    p_value: comparison.pValue,
    adjusted_p_value: comparison.pValue,
    needed_count: comparison.neededCount,
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

function datapointIds(cases: readonly RunCase[]): Set<string> {
  return new Set(cases.flatMap(({ datapointId }) => datapointId ?? []));
}

function mean(values: readonly number[] | undefined): number | undefined {
  if (values === undefined || values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
