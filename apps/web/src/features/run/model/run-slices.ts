import {
  aggregateByCase,
  saidOf,
  sliceCases,
  toNumericScore,
  type AggregateFunction,
} from "@honeyhive/contract";

import type { CaseRow } from "../../../lib/cases/case-row.js";

export interface RunSlice {
  /** Undefined for cases whose rows do not say it. */
  readonly value: string | undefined;
  readonly total: number;
  readonly passed: number;
  /** By the metric's key. */
  readonly scores: ReadonlyMap<string, SliceScore>;
}

export interface SliceScore {
  /** Null where nothing of it is a number. */
  readonly aggregate: number | null;
  readonly counted: number;
}

/** More are no slices but names of cases. */
const mostSlices = 50;

/** What rows say of themselves that tells some of them from others. */
export function sliceKeys(rows: readonly CaseRow[]): readonly string[] {
  const values = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const { result } of rows) {
    for (const key of Object.keys(result.metadata ?? {})) {
      const known = values.get(key) ?? new Set();
      for (const value of saidOf(result.metadata, key)) known.add(value);
      values.set(key, known);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...values]
    .filter(([key, { size }]) => {
      const slices = size + (counts.get(key) === rows.length ? 0 : 1);
      return slices > 1 && slices <= mostSlices;
    })
    .map(([key]) => key)
    .toSorted();
}

/** What the cases came to by what their rows say under a key, as the cards say it of all of them. */
export function runSlices(
  rows: readonly CaseRow[],
  options: {
    readonly key: string;
    readonly metrics: Iterable<string>;
    readonly aggregation: AggregateFunction;
  },
): readonly RunSlice[] {
  const metrics = [...options.metrics];
  return sliceCases(rows, options.key, ({ result }) => result.metadata).map(({ value, cases }) => ({
    value,
    total: cases.length,
    passed: cases.filter(({ outcome }) => outcome === "passed").length,
    scores: new Map(metrics.map((metric) => [metric, scoreOf(cases, metric, options.aggregation)])),
  }));
}

function scoreOf(
  cases: readonly CaseRow[],
  metric: string,
  aggregation: AggregateFunction,
): SliceScore {
  const values = cases.flatMap(({ key, result, scores }) => {
    const score = scores.get(metric);
    const value = toNumericScore(score !== undefined && "value" in score ? score.value : undefined);
    return value === undefined ? [] : [{ caseId: result.datapoint_id ?? key, value }];
  });
  return { aggregate: aggregateByCase(values, aggregation), counted: values.length };
}
