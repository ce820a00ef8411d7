import {
  correctVerdicts,
  type MetricComparison,
  type MetricDetail,
  type RunComparison,
  type RunResult,
} from "@honeyhive/contract";

import { metricKey } from "../../../lib/runs/metric-key.js";
import type { NamedMetric } from "./compare-rows.js";
import { findMetric } from "./joined-metrics.js";
import { countLabels, labelShifts, type LabelShifts } from "./label-shift.js";

/** One run of several; `comparison` is with the baseline, and missing for the baseline itself. */
export interface ComparedRun {
  readonly runId: string;
  readonly result: RunResult;
  readonly comparison?: RunComparison | undefined;
}

export interface SummaryCell {
  readonly runId: string;
  /** Over all of the run's cases; undefined where the run lacks the metric. */
  readonly detail: MetricDetail | undefined;
  /** Over the cases that both have; undefined for the baseline. */
  readonly against: MetricComparison | undefined;
  /** How often the run gave each label, the most frequent first; empty for metrics of numbers. */
  readonly labels: ReturnType<typeof countLabels>;
  /** From the baseline's labels to the run's. */
  readonly shifts: LabelShifts | undefined;
}

export interface SummaryRow {
  readonly key: string;
  readonly metric: NamedMetric;
  readonly cells: readonly SummaryCell[];
}

/**
 * Every run against the baseline, metric by metric. Many comparisons are many chances of a false alarm: `better` and
 * `worse` stand where they hold after the correction over all runs and metrics together, not over each pair alone.
 */
export function summariseRuns(
  metrics: readonly NamedMetric[],
  runs: readonly ComparedRun[],
): readonly SummaryRow[] {
  const judged = correctVerdicts(
    runs.flatMap(({ runId, comparison }) =>
      (comparison?.metrics ?? []).map((metric) => ({
        runId,
        metric,
        verdict: metric.verdict,
        pValue: metric.presence === "both" ? metric.p_value : null,
      })),
    ),
  );
  const ofRun = (runId: string): readonly MetricComparison[] =>
    judged
      .filter((one) => one.runId === runId)
      .map(({ metric, verdict, adjustedPValue }) => ({
        ...metric,
        verdict,
        adjusted_p_value: adjustedPValue,
      }));
  const comparisons = new Map(runs.map(({ runId }) => [runId, ofRun(runId)]));
  const baseline = runs[0]?.result;
  return metrics.map((metric) => ({
    key: metricKey(metric),
    metric,
    cells: runs.map(({ runId, result }): SummaryCell => {
      const detail = findMetric(result.metrics.details, metric);
      const isNumber = detail === undefined || detail.aggregate !== null;
      const isCompared = !isNumber && baseline !== undefined && baseline !== result;
      return {
        runId,
        detail,
        against: findMetric(comparisons.get(runId) ?? [], metric),
        labels: isNumber ? [] : countLabels(metric, result),
        shifts: isCompared ? labelShifts(metric, { old: baseline, new: result }) : undefined,
      };
    }),
  }));
}

/** How many questions are asked at once. */
export function countComparisons(rows: readonly SummaryRow[]): number {
  return rows
    .flatMap(({ cells }) => cells)
    .filter(({ against }) => against?.presence === "both" && against.p_value !== null).length;
}
