import type {
  NamedEvaluator,
  Evaluator,
  EvaluatorFunction,
  EvaluatorObject,
} from "../types/evaluator.js";
import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import { fromAutoevals, isAutoevalsScorer } from "../evaluators/from-autoevals.js";
import { weightOf } from "./weight-of.js";

/** @throws {HoneyHiveError} `INVALID_EVALUATOR` */
export function resolveEvaluators(evaluators: unknown): NamedEvaluator[] {
  if (!Array.isArray(evaluators)) {
    throw new HoneyHiveError(
      "INVALID_EVALUATOR",
      `Expected \`evaluators\` to be an array of functions, got ${describeValue(evaluators)}.`,
    );
  }
  const names = new Set<string>();
  const named = evaluators.map((evaluator: Evaluator, index) => {
    const named = nameEvaluator(evaluator, index);
    if (names.has(named.name)) {
      throw new HoneyHiveError(
        "INVALID_EVALUATOR",
        `Expected evaluators to have different names, got "${named.name}" twice. ` +
          'Pass { name: "…", evaluate: fn } to give one another name.',
      );
    }
    if (named.name === "__proto__") {
      throw new HoneyHiveError(
        "INVALID_EVALUATOR",
        `Expected \`name\` of evaluator ${index} to be one that objects can have, got "__proto__". Rename it.`,
      );
    }
    names.add(named.name);
    return named;
  });
  return named.map((one) => ({
    ...one,
    rivals: [...names].filter((name) => name.startsWith(`${one.name}.`)),
  }));
}

function nameEvaluator(evaluator: Evaluator, index: number): Omit<NamedEvaluator, "rivals"> {
  if (isAutoevalsScorer(evaluator)) return nameEvaluator(fromAutoevals(evaluator), index);
  if (typeof evaluator === "function") {
    const name = evaluator.name || `evaluator_${index}`;
    return { name, evaluate: evaluator, weight: 1, lowerIsBetter: false, asserts: undefined };
  }
  if (isEvaluatorObject(evaluator)) {
    const { name, lowerIsBetter = false, asserts } = evaluator;
    // Called on the object: evaluators may be instances of classes.
    const evaluate: EvaluatorFunction = (...args) => evaluator.evaluate(...args);
    if (typeof name === "string" && name.trim() !== "") {
      rejectSettings(evaluator);
      const weight = weightOf({ name, weight: evaluator.weight, lowerIsBetter });
      return { name, evaluate, weight, lowerIsBetter, asserts };
    }
    throw new HoneyHiveError(
      "INVALID_EVALUATOR",
      `Expected \`name\` of evaluator ${index} to be a non-empty string, got ${describeValue(name)}.`,
    );
  }
  throw new HoneyHiveError(
    "INVALID_EVALUATOR",
    `Expected evaluator ${index} to be a function or { name, evaluate }, got ${describeValue(evaluator)}.`,
  );
}

/** What only `evaluator()` understands would have no effect here. */
function rejectSettings(evaluator: EvaluatorObject): void {
  const { name, asserts } = evaluator;
  const isPlain = Object.getPrototypeOf(evaluator) === Object.prototype;
  const misplaced = isPlain ? settingsAlone.find((setting) => setting in evaluator) : undefined;
  if (misplaced === undefined && (asserts === undefined || typeof asserts === "function")) return;
  const what =
    misplaced === undefined
      ? `\`asserts\` of evaluator "${name}" to be a function of the value, got ${describeValue(asserts)}`
      : `evaluator "${name}" to be { name, evaluate }, got \`${misplaced}\` with it`;
  throw new HoneyHiveError(
    "INVALID_EVALUATOR",
    `Expected ${what}. Settings are the second argument of \`evaluator(fn, { … })\`.`,
  );
}

const settingsAlone = ["repeat", "transform", "aggregate", "checker", "target"];

function isEvaluatorObject(value: unknown): value is EvaluatorObject {
  return (
    typeof value === "object" &&
    value !== null &&
    "evaluate" in value &&
    typeof value.evaluate === "function"
  );
}
