import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import { describeError } from "../../lib/describe-error.js";
import type { ResolvedEvaluation } from "../types/resolved-evaluation.js";
import type { CaseResult } from "../types/case-result.js";
import type { RunEvaluator, RunScore } from "../types/run-evaluator.js";
import { TimeLimits } from "../limits/time-limits.js";

/** Runs the evaluators of the run as a whole, side by side. One that fails leaves an error under its name. */
export async function runRunEvaluators(
  evaluators: readonly RunEvaluator[] | undefined,
  cases: readonly CaseResult[],
  { timeoutMs }: Pick<ResolvedEvaluation, "timeoutMs">,
): Promise<RunScore[]> {
  const limits = new TimeLimits(timeoutMs, undefined);
  const scores = await Promise.all(
    (evaluators ?? []).map(async (evaluator, index): Promise<RunScore[]> => {
      const name = evaluator.name || `run_evaluator_${index}`;
      const evaluate =
        typeof evaluator === "function" ? evaluator : evaluator.evaluate.bind(evaluator);
      try {
        return toRunScores(name, await limits.run(() => evaluate(cases)));
      } catch (error) {
        return [{ name, value: null, error: describeError(error).message }];
      }
    }),
  );
  return scores.flat();
}

function toRunScores(name: string, returned: unknown): RunScore[] {
  if (returned === null || returned === undefined) return [{ name, value: null, error: undefined }];
  const values: Readonly<Record<string, unknown>> =
    typeof returned === "object" ? { ...returned } : { [name]: returned };
  return Object.entries(values).map(([key, value]) => {
    if (
      value === null ||
      typeof value === "string" ||
      typeof value === "boolean" ||
      isFinite(value)
    ) {
      return { name: key, value, error: undefined };
    }
    const error =
      `Expected a finite number, boolean or text, got ${describeValue(value)}. ` +
      "Return one of these from the run's evaluator.";
    return { name: key, value: null, error };
  });
}

function isFinite(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** @throws {HoneyHiveError} `INVALID_EVALUATOR` */
export function checkRunEvaluators(given: unknown): void {
  const isUsable = (one: unknown): boolean =>
    typeof one === "function" ||
    (typeof one === "object" && one !== null && "evaluate" in one && "name" in one);
  if (Array.isArray(given) && given.every(isUsable)) return;
  throw new HoneyHiveError(
    "INVALID_EVALUATOR",
    `Expected \`runEvaluators\` to be an array of functions or { name, evaluate }, got ${describeValue(given)}.`,
  );
}
