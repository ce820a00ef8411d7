import type { EvaluationResult } from "../types.js";

/** Whether the run completed, nothing errored or timed out, and every gate passed: what exit codes rest on. */
export function isGoodResult({
  status,
  outcomes,
  gates,
}: Pick<EvaluationResult, "status" | "outcomes" | "gates">): boolean {
  return (
    status === "completed" &&
    outcomes.errored === 0 &&
    outcomes["timed-out"] === 0 &&
    gates.every(({ hasPassed }) => hasPassed)
  );
}

/** What a reader is told at first sight. Cases that failed are no verdict where no gate says how many may. */
export function standingOf(
  result: Pick<EvaluationResult, "status" | "outcomes" | "gates">,
): "good" | "not-good" | "not-judged" {
  if (!isGoodResult(result)) return "not-good";
  return result.outcomes.failed > 0 && result.gates.length === 0 ? "not-judged" : "good";
}
