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
