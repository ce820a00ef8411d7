import type { CaseOutcome, ScoreState } from "@honeyhive/contract";

import { describeValue } from "../errors.js";
import { describeError } from "../record-error.js";

/** What an evaluator returned, as one of the three states. */
export function toScoreState(returned: unknown): ScoreState {
  if (returned === null || returned === undefined) {
    return { state: "not-scorable", reason: "the evaluator returned nothing" };
  }
  if (typeof returned === "object" && "score" in returned) {
    const explanation = "explanation" in returned ? returned.explanation : undefined;
    const inner = toScoreState(returned.score);
    if (typeof explanation !== "string") return inner;
    if (inner.state === "scored") return { ...inner, explanation };
    return inner.state === "not-scorable" ? { ...inner, reason: explanation } : inner;
  }
  if (typeof returned === "boolean" || typeof returned === "string") {
    return { state: "scored", value: returned };
  }
  if (typeof returned === "number" && Number.isFinite(returned)) {
    return { state: "scored", value: returned };
  }
  return {
    state: "error",
    message:
      "Expected a number, boolean, string, { score, explanation? } or null, got " +
      `${describeValue(returned)}. Return one of these from the evaluator.`,
  };
}

export function errorScore(error: unknown): ScoreState {
  const { name, message } = describeError(error);
  return { state: "error", message: `${name}: ${message}` };
}

/** A case has passed only if nothing said no and everything that was asked could answer. */
export function outcomeOfScores(scores: readonly ScoreState[]): CaseOutcome {
  if (scores.some((score) => score.state === "scored" && score.value === false)) return "failed";
  return scores.some((score) => score.state === "error") ? "errored" : "passed";
}
