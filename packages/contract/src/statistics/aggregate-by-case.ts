import { aggregateValues } from "./aggregate.js";
import type { AggregateFunction } from "../runs/run.js";
import { meanOf } from "./mean.js";

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
  const means = new Map<string, number>();
  /** Of cases with several values, which most runs have none of. */
  const counts = new Map<string, number>();
  for (const { caseId, value } of values) {
    const sum = means.get(caseId);
    means.set(caseId, sum === undefined ? value : sum + value);
    if (sum !== undefined) counts.set(caseId, (counts.get(caseId) ?? 1) + 1);
  }
  for (const [caseId, count] of counts) {
    const sum = means.get(caseId) ?? 0;
    means.set(caseId, Number.isFinite(sum) ? sum / count : meanOf(valuesOf(caseId, values)));
  }
  return means;
}

function valuesOf(caseId: string, values: readonly CaseValue[]): number[] {
  return values.filter((one) => one.caseId === caseId).map(({ value }) => value);
}
