import type { EvaluationResult } from "../types.js";

type Judged = Pick<EvaluationResult, "status" | "outcomes" | "gates"> &
  Partial<Pick<EvaluationResult, "reportErrors">>;

/**
 * Whether the run completed, nothing errored or timed out, every gate passed and every report was written: what exit
 * codes rest on.
 */
export function isGoodResult({ status, outcomes, gates, reportErrors = [] }: Judged): boolean {
  return (
    reportErrors.length === 0 &&
    status === "completed" &&
    outcomes.errored === 0 &&
    outcomes["timed-out"] === 0 &&
    gates.every(({ hasPassed }) => hasPassed)
  );
}

/** What a reader is told at first sight. Cases that failed are no verdict where no gate says how many may. */
export function standingOf(result: Judged): "good" | "not-good" | "not-judged" {
  if (!isGoodResult(result)) return "not-good";
  return result.outcomes.failed > 0 && result.gates.length === 0 ? "not-judged" : "good";
}
