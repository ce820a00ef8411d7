import { toNumericScore } from "../statistics/aggregate.js";
import { aggregateByCase } from "../statistics/aggregate-by-case.js";
import type { AggregateFunction, DatapointMetric, DatapointResult } from "../runs/run.js";
import { sliceCases } from "./slices.js";

/** What cases of a run came to whose rows say the same. */
export interface ResultSlice {
  /** As text; undefined for cases whose rows do not say it. */
  readonly value: string | undefined;
  /** Trials of its cases. */
  readonly total: number;
  readonly passed: number;
  /** By what `metricOf` calls the metric, for those of which one of the cases has a value. */
  readonly scores: ReadonlyMap<string, SliceScore>;
}

export interface SliceScore {
  /** Null where nothing of it is a number. */
  readonly aggregate: number | null;
  readonly counted: number;
}

/** A run's cases by what their rows say under a key, each slice summed up as the run is. */
export function sliceResults(
  datapoints: readonly DatapointResult[],
  key: string,
  options: {
    readonly aggregation: AggregateFunction;
    readonly metricOf: (metric: DatapointMetric) => string;
  },
): ResultSlice[] {
  return sliceCases(datapoints, key, ({ metadata }) => metadata).map(({ value, cases }) => ({
    value,
    total: cases.length,
    passed: cases.filter(({ passed }) => passed).length,
    scores: scoresOf(cases, options),
  }));
}

function scoresOf(
  cases: readonly DatapointResult[],
  { aggregation, metricOf }: Parameters<typeof sliceResults>[2],
): ReadonlyMap<string, SliceScore> {
  const values = new Map<string, { readonly caseId: string; readonly value: number }[]>();
  for (const { datapoint_id: id, session_id: sessionId, metrics } of cases) {
    for (const metric of metrics) {
      const value = toNumericScore(metric.value);
      if (value === undefined) continue;
      const name = metricOf(metric);
      const known = values.get(name) ?? [];
      known.push({ caseId: id ?? sessionId, value });
      values.set(name, known);
    }
  }
  const toScore = (
    own: readonly { readonly caseId: string; readonly value: number }[],
  ): SliceScore => ({
    aggregate: aggregateByCase(own, aggregation),
    counted: own.length,
  });
  return new Map([...values].map(([name, own]) => [name, toScore(own)]));
}
