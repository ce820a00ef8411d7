import {
  aggregateByCase,
  caseOutcomes,
  ownerOf,
  toNumericScore,
  type AggregateFunction,
  type CaseOutcome,
  type CaseValue,
  type RunStatus,
} from "@honeyhive/contract";

import type { NamedEvaluator } from "../types/evaluator.js";
import type { MetricSummary } from "../types/metric-summary.js";
import type { CaseResult } from "../types/case-result.js";

export function countOutcomes(cases: readonly CaseResult[]): Record<CaseOutcome, number> {
  const counts = Object.fromEntries(caseOutcomes.map((outcome) => [outcome, 0])) as Record<
    CaseOutcome,
    number
  >;
  for (const { outcome } of cases) counts[outcome]++;
  return counts;
}

/** One row a metric, with everything that was not counted. Text scores are counted but have no mean. */
export function summariseMetrics(
  cases: readonly CaseResult[],
  names: readonly string[],
  aggregate: AggregateFunction = "average",
): MetricSummary[] {
  return names.map((name) => {
    const values = valuesOf(cases, name);
    const mean = aggregateByCase(values, "average");
    const counts = { scored: 0, error: 0, "not-scorable": 0, missing: 0 };
    for (const { scores } of cases) {
      const score = scores[name];
      // Among numbers it has no part in what is made of them.
      const isText = score?.state === "scored" && typeof score.value === "string";
      counts[isText && mean !== null ? "not-scorable" : (score?.state ?? "missing")]++;
    }
    return {
      name,
      mean,
      aggregate: aggregate === "average" ? mean : aggregateByCase(values, aggregate),
      counted: counts.scored,
      errors: counts.error,
      notScorable: counts["not-scorable"],
      missing: counts.missing,
      total: cases.length,
    };
  });
}

/** The evaluators' names; where one gave several scores, the names of those. */
export function metricNames(
  cases: readonly Pick<CaseResult, "scores">[],
  evaluators: readonly Pick<NamedEvaluator, "name">[],
): string[] {
  const scored = new Set<string>();
  for (const { scores } of cases) for (const name of Object.keys(scores)) scored.add(name);
  const names = evaluators.map(({ name }) => name);
  const parts = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const metric of scored) {
    const owner = ownerOf(metric, names);
    if (owner !== undefined && owner !== metric) parts.get(owner)?.push(metric);
  }
  return [...parts].flatMap(([name, own]) =>
    own.length === 0 || scored.has(name) ? [name, ...own] : own,
  );
}

export interface WeighedMetrics {
  readonly weightedScore: number | null;
  readonly weights: Readonly<Record<string, number>> | undefined;
}

/** The mean of the metrics that have one, by the weights of their evaluators. */
export function weighMetrics(
  metrics: readonly MetricSummary[],
  evaluators: readonly Pick<NamedEvaluator, "name" | "weight">[],
): WeighedMetrics {
  const weights = new Map(evaluators.map(({ name, weight }) => [name, weight]));
  const names = [...weights.keys()];
  const weightOf = (metric: string): number => weights.get(ownerOf(metric, names) ?? metric) ?? 1;
  const parts = metrics.flatMap(({ name, mean }) =>
    mean === null ? [] : [{ name, mean, weight: weightOf(name) }],
  );
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  const sum = parts.reduce((total, { mean, weight }) => total + mean * weight, 0);
  // Where the sum is more than a number holds.
  const shares = (): number =>
    parts.reduce((total, { mean, weight }) => total + mean * (weight / whole), 0);
  const counted = parts.filter(({ weight }) => weight > 0);
  const isWeighed = whole > 0 && evaluators.some(({ weight }) => weight !== 0 && weight !== 1);
  return {
    weightedScore: whole === 0 ? null : Number.isFinite(sum) ? sum / whole : shares(),
    weights: isWeighed
      ? Object.fromEntries(counted.map(({ name, weight }) => [name, weight]))
      : undefined,
  };
}

/** The numeric scores of one metric, each with the case that it belongs to. */
export function valuesOf(
  cases: readonly Pick<CaseResult, "datapointId" | "scores">[],
  name: string,
): CaseValue[] {
  const values: CaseValue[] = [];
  for (const { datapointId, scores } of cases) {
    const score = scores[name];
    const value = score?.state === "scored" ? toNumericScore(score.value) : undefined;
    if (value !== undefined) values.push({ caseId: datapointId, value });
  }
  return values;
}

/** A run has failed when not a single case gave anything to score; single failures are the cases' own. */
export function statusOfRun(cases: readonly CaseResult[]): RunStatus {
  if (cases.some(({ outcome }) => outcome === "cancelled" || outcome === "skipped")) {
    return "cancelled";
  }
  const hasOutput = cases.some(
    ({ outcome, scores }) =>
      outcome === "passed" || outcome === "failed" || Object.keys(scores).length > 0,
  );
  return hasOutput || cases.length === 0 ? "completed" : "failed";
}
