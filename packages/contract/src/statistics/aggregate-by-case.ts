import { aggregateValues } from "./aggregate.js";
import type { AggregateFunction } from "../run.js";

export interface CaseValue {
  /** Values of one case, from several trials, share it. */
  readonly caseId: string;
  readonly value: number;
}

/** Aggregates a metric over cases, each first averaged over its trials: a case that ran more often weighs no more. */
export function aggregateByCase(
  values: readonly CaseValue[],
  aggregateFunction: AggregateFunction,
): number | null {
  return aggregateValues([...averageByCase(values).values()], aggregateFunction);
}

/** The mean of each case, in the order in which the cases come up. */
export function averageByCase(values: readonly CaseValue[]): Map<string, number> {
  const totals = new Map<string, { sum: number; count: number }>();
  for (const { caseId, value } of values) {
    const total = totals.get(caseId);
    if (total === undefined) {
      totals.set(caseId, { sum: value, count: 1 });
    } else {
      total.sum += value;
      total.count++;
    }
  }
  const means = new Map<string, number>();
  for (const [caseId, { sum, count }] of totals) means.set(caseId, sum / count);
  return means;
}
