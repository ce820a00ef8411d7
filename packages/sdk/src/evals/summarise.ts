import {
  aggregateValues,
  caseOutcomes,
  toNumericScore,
  type CaseOutcome,
  type RunStatus,
} from "@honeyhive/contract";

import type { CaseResult, MetricSummary } from "./types.js";

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
): MetricSummary[] {
  return names.map((name) => {
    const states = cases.map((result) => result.scores[name]);
    const inState = (state: string): number =>
      states.filter((score) => score?.state === state).length;
    const values = states
      .map((score) => (score?.state === "scored" ? toNumericScore(score.value) : undefined))
      .filter((value) => value !== undefined);
    return {
      name,
      mean: aggregateValues(values, "average"),
      counted: inState("scored"),
      errors: inState("error"),
      notScorable: inState("not-scorable"),
      missing: states.filter((score) => score === undefined).length,
      total: cases.length,
    };
  });
}

/** A run has failed when not a single case gave anything to score; single failures are the cases' own. */
export function statusOfRun(cases: readonly CaseResult[]): RunStatus {
  if (cases.some(({ outcome }) => outcome === "cancelled")) return "cancelled";
  const hasOutput = cases.some(
    ({ outcome, scores }) =>
      outcome === "passed" || outcome === "failed" || Object.keys(scores).length > 0,
  );
  return hasOutput || cases.length === 0 ? "completed" : "failed";
}
