import { ownerOf, type CaseOutcome, type ScoreState } from "@honeyhive/contract";

import { describeValue } from "../../lib/errors.js";
import { readProperty } from "../../lib/read-property.js";
import { isPlainObject } from "../../lib/is-plain-object.js";
import { describeError } from "../../lib/describe-error.js";

/** By the names of the metrics. */
export type Scores = Readonly<Record<string, ScoreState>>;

/** What an evaluator returned, by the names of its metrics: one, or one for each key of an object of scores. */
export function toScores(name: string, returned: unknown): Scores {
  if (!isGroup(returned)) return { [name]: toScoreState(returned) };
  return mergeScores(
    Object.entries(returned).map(([key, value]) => toScores(`${name}.${key}`, value)),
  );
}

/** A group may make a name that is there already: neither value may hide the other. */
export function mergeScores(parts: readonly Scores[]): Scores {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const merged: Record<string, ScoreState> = {};
  for (const part of parts) {
    for (const [name, score] of Object.entries(part)) {
      merged[name] = Object.hasOwn(merged, name) ? nameTaken(name) : score;
    }
  }
  return merged;
}

/** A name that belongs to another evaluator would be judged and weighed as that one's. */
export function withoutForeign(scores: Scores, rivals: readonly string[]): Scores {
  const checked: Record<string, ScoreState> = {};
  for (const [name, score] of Object.entries(scores)) {
    const owner = ownerOf(name, rivals);
    checked[name] = owner === undefined ? score : nameOfAnother(name, owner);
  }
  return checked;
}

function nameOfAnother(name: string, owner: string): ScoreState {
  const message =
    `Expected a name of its own for the score "${name}", got one of the evaluator "${owner}". ` +
    "Rename one of them.";
  return { state: "error", message };
}

function nameTaken(name: string): ScoreState {
  const message = `Expected one score to be called "${name}", got two. Rename one of them.`;
  return { state: "error", message };
}

function isGroup(returned: unknown): returned is object {
  if (!isPlainObject(returned) || "score" in returned || isEvaluation(returned)) return false;
  return Object.keys(returned).length > 0 && !isEvaluator(returned);
}

const evaluationNames = ["name", "value", "comment", "metadata", "dataType"];

/** One score as evaluators for Langfuse give it. Other objects with a `value` are groups, as all are that have no `score`. */
function isEvaluation(returned: object): returned is { readonly value: unknown } {
  return (
    "value" in returned &&
    typeof readProperty(returned, "name") === "string" &&
    Object.keys(returned).every((name) => evaluationNames.includes(name))
  );
}

/** What makes an evaluator was listed without being called: `exactMatch` for `exactMatch()`. */
function isEvaluator(returned: unknown): boolean {
  if (typeof returned !== "object" || returned === null) return false;
  return "evaluate" in returned && typeof returned.evaluate === "function";
}

/** What an evaluator returned, as one of the three states. */
export function toScoreState(returned: unknown): ScoreState {
  if (returned === null || returned === undefined) {
    return { state: "not-scorable", reason: "the evaluator returned nothing" };
  }
  const isObject = typeof returned === "object";
  if (isObject && ("score" in returned || isEvaluation(returned))) {
    const explanation = explanationOf(returned);
    const inner = toScoreState("score" in returned ? returned.score : returned.value);
    if (explanation === undefined) return inner;
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
      (isEvaluator(returned)
        ? "an evaluator. Call what makes it where it is listed: `exactMatch()`, not `exactMatch`."
        : `${describeValue(returned)}. Return one of these from the evaluator.`),
  };
}

/** What is said of a score: in the words of others, too, such as Mastra's `reason`, and LangSmith's and Langfuse's `comment`. */
const explanationNames = ["explanation", "reason", "comment", "rationale"] as const;

/** Scorers of `autoevals` explain themselves in their metadata. */
export function explanationOf(returned: object): string | undefined {
  const texts = explanationNames.map((name) => readProperty(returned, name));
  const metadata = readProperty(returned, "metadata");
  if (isPlainObject(metadata) && "rationale" in metadata) texts.push(metadata.rationale);
  return texts.find((text) => typeof text === "string");
}

export function errorScore(error: unknown): ScoreState {
  const { name, message } = describeError(error);
  return { state: "error", message: `${name}: ${message}` };
}

/** A case has passed only if nothing said no and everything that was asked could answer. */
export function outcomeOfScores(scores: Readonly<Record<string, ScoreState>>): CaseOutcome {
  let hasError = false;
  for (const name in scores) {
    const score = scores[name];
    if (score?.state === "scored" && saysNo(score)) return "failed";
    if (score?.state === "error") hasError = true;
  }
  return hasError ? "errored" : "passed";
}

/** Whether the score fails its case. */
export function saysNo({ value, misses }: Extract<ScoreState, { state: "scored" }>): boolean {
  return value === false || misses === true;
}
