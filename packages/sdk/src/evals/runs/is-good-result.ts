import type { EvaluationResult } from "../types/evaluation-result.js";

type Judged = Pick<EvaluationResult, "status" | "outcomes" | "gates"> &
  Partial<Pick<EvaluationResult, "reportErrors" | "lateErrors" | "runScores">>;

/**
 * Whether the run completed, nothing errored or timed out, no evaluator of the run failed, every gate passed, every report
 * was written and no error came from a case that had ended: what exit codes rest on.
 */
export function isGoodResult({ status, outcomes, gates, ...more }: Judged): boolean {
  const { reportErrors = [], lateErrors = [], runScores = [] } = more;
  return (
    reportErrors.length === 0 &&
    lateErrors.length === 0 &&
    status === "completed" &&
    outcomes.errored === 0 &&
    outcomes["timed-out"] === 0 &&
    runScores.every(({ error }) => error === undefined) &&
    gates.every(({ hasPassed }) => hasPassed)
  );
}

/** What a reader is told at first sight. Cases that failed are no verdict where no gate says how many may. */
export function standingOf(result: Judged): "good" | "not-good" | "not-judged" {
  if (!isGoodResult(result)) return "not-good";
  return result.outcomes.failed > 0 && result.gates.length === 0 ? "not-judged" : "good";
}
