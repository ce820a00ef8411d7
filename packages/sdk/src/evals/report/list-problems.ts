import { reproduceCase } from "./reproduce-command.js";
import { withoutColours, type CaseOutcome, type ScoreState } from "@honeyhive/contract";

import { saysNo } from "../scoring/score.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import type { CaseResult } from "../types/case-result.js";
import { caseName } from "./case-name.js";
import { oneLine } from "./format.js";

/** A case that went wrong, over all its trials. */
export interface Problem {
  /** The first trial that went wrong. */
  readonly result: CaseResult;
  readonly wrongTrials: number;
  readonly trials: number;
  /** A score that fails it is worse than that of the baseline. */
  readonly isWorse: boolean;
  /** Why, on one line. */
  readonly reason: string;
  /** Runs the case again. */
  readonly command: string;
}

/** The worst first. */
const severity: readonly CaseOutcome[] = ["errored", "timed-out", "failed", "cancelled"];

const maxReasonLength = 200;

type ProblemSource = Pick<EvaluationResult, "cases" | "reproduceCommand"> & {
  readonly comparison?: EvaluationResult["comparison"];
};

/**
 * Cases that went wrong, worst first, and of those that failed those first that the baseline did better. What was skipped
 * went nowhere.
 */
export function listProblems({ cases, reproduceCommand, comparison }: ProblemSource): Problem[] {
  const degraded = listDegraded(comparison);
  const byCase = new Map<string, { results: CaseResult[]; trials: number }>();
  for (const result of cases) {
    const entry = byCase.get(result.datapointId) ?? { results: [], trials: 0 };
    byCase.set(result.datapointId, entry);
    entry.trials++;
    if (isWrong(result)) entry.results.push(result);
  }
  const problems = [...byCase.values()].flatMap(({ results, trials }) => {
    const [result] = results.toSorted(bySeverity);
    if (result === undefined) return [];
    return [
      {
        result,
        wrongTrials: results.length,
        trials,
        isWorse: results.some((one) => failsWorse(one, degraded)),
        reason: describeProblem(result),
        command: reproduceCase(reproduceCommand, result.datapointId),
      },
    ];
  });
  return problems.toSorted(
    (left, right) =>
      bySeverity(left.result, right.result) || Number(right.isWorse) - Number(left.isWorse),
  );
}

type DegradedCases = ReadonlyMap<string, ReadonlySet<string>>;

/** By metric. */
function listDegraded(comparison: ProblemSource["comparison"]): DegradedCases {
  const metrics = comparison?.metrics ?? [];
  return new Map(metrics.map(({ name, degraded }) => [name, new Set(degraded)]));
}

function failsWorse({ datapointId, scores }: CaseResult, degraded: DegradedCases): boolean {
  return Object.entries(scores).some(
    ([name, score]) =>
      score.state === "scored" && saysNo(score) && degraded.get(name)?.has(datapointId) === true,
  );
}

/** What a report lists of them: cases that were cut off are counted, and run again when the run is resumed. */
export function listFailures(result: ProblemSource): Problem[] {
  return listProblems(result).filter(({ result: { outcome } }) => outcome !== "cancelled");
}

/** Why a trial went wrong, on one line. */
export function describeProblem({ outcome, error, thrownAt, scores }: CaseResult): string {
  const states = Object.entries(scores);
  const noes = states.flatMap(([name, score]) => {
    if (score.state === "error") return [`${name} failed: ${score.message}`];
    return score.state === "scored" && saysNo(score) ? [describeScore(name, score)] : [];
  });
  const saysNothing = noes.length === 0 && error === undefined;
  // Journals of older versions do not say which of the scores an evaluator has not accepted.
  const values = states.flatMap(([name, score]) =>
    saysNothing && score.state === "scored" ? [describeScore(name, score)] : [],
  );
  const reason = [...(error === undefined ? [] : [error]), ...noes, ...values].join("; ");
  return oneLine(withoutColours(`${outcome}: ${reason}`), maxReasonLength) + describeSite(thrownAt);
}

/** Behind what went wrong, which may be cut: the place is not. */
export function describeSite(thrownAt: string | undefined): string {
  return thrownAt === undefined ? "" : `, at ${oneLine(thrownAt, maxReasonLength)}`;
}

function describeScore(name: string, score: Extract<ScoreState, { state: "scored" }>): string {
  const because = score.explanation === undefined ? "" : ` (${score.explanation})`;
  return `${name} is ${String(score.value)}${because}`;
}

/** `case 3 (EXT-…)`. */
export function labelProblem({ result, wrongTrials, trials, isWorse }: Problem): string {
  const shares = trials > 1 ? `, ${wrongTrials} of ${trials} trials` : "";
  const change = isWorse ? ", worse than the baseline" : "";
  return `${caseName(result)} (${oneLine(result.datapointId, 80)}${shares}${change})`;
}

function isWrong({ outcome, scores }: CaseResult): boolean {
  if (outcome === "skipped") return false;
  return outcome !== "passed" || Object.values(scores).some(({ state }) => state === "error");
}

function bySeverity(left: CaseResult, right: CaseResult): number {
  return severity.indexOf(left.outcome) - severity.indexOf(right.outcome);
}
