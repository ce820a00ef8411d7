import type { MetricComparison } from "../runs/comparison.js";
import type { AggregateFunction } from "../runs/run.js";
import { aggregateValues } from "./aggregate.js";
import type { CaseMetricComparison } from "./compare-cases.js";

/** One metric of a comparison as the API tells it, its aggregates over the paired cases. */
export function toMetricComparison(
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
    ...labelsOf(metric),
  };
}

function labelsOf({ labels }: CaseMetricComparison): Pick<MetricComparison, "labels"> {
  if (labels === undefined) return {};
  const { paired, changed, changedIds } = labels;
  return { labels: { found_count: paired, changed_count: changed, changed: changedIds } };
}
