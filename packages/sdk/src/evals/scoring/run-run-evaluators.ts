import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import { describeError } from "../../lib/describe-error.js";
import { throwSite } from "../../lib/throw-site.js";
import { isPlainObject } from "../../lib/is-plain-object.js";
import type { JournalResults } from "../journal/journal-lines.js";
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
      const name = nameOf(evaluator, index);
      const evaluate =
        typeof evaluator === "function" ? evaluator : evaluator.evaluate.bind(evaluator);
      try {
        // A list for each: what one sorts or takes out is there for the others, and in the result.
        return toRunScores(name, await limits.run(() => evaluate([...cases])));
      } catch (error) {
        return [failedScore(name, error)];
      }
    }),
  );
  return withoutDoubles(scores.flat());
}

function failedScore(name: string, thrown: unknown): RunScore {
  const { message: error, stack } = describeError(thrown);
  const thrownAt = throwSite(stack);
  return { name, value: null, error, ...(thrownAt === undefined ? {} : { thrownAt }) };
}

export function namesOfRunEvaluators(evaluators: readonly RunEvaluator[] = []): string[] {
  return evaluators.map(nameOf);
}

function nameOf({ name }: RunEvaluator, index: number): string {
  return name || `run_evaluator_${index}`;
}

/** What they said of the same cases before, unless one of them has failed, or others are asked now. */
export function recallRunScores(
  evaluators: readonly RunEvaluator[] | undefined,
  results: JournalResults | undefined,
): readonly RunScore[] | undefined {
  if (results?.runEvaluators.join() !== namesOfRunEvaluators(evaluators).join()) return undefined;
  const scores = toKeptScores(results);
  return scores.some(({ error }) => error !== undefined) ? undefined : scores;
}

/** Lines of JSON have no place for what is undefined. */
export function toKeptScores(results: JournalResults | undefined): RunScore[] {
  return (results?.runScores ?? []).map((score) => ({ ...score, error: score.error }));
}

function toRunScores(name: string, returned: unknown): RunScore[] {
  if (isPlainObject(returned)) {
    const keys = Object.keys(returned);
    const isOne = "score" in returned && keys.every((key) => key in oneScore);
    if (isOne) return [withExplanation(toRunScore(name, returned["score"]), returned)];
    if (keys.length > 0) return keys.map((key) => toRunScore(key, returned[key]));
  }
  return [toRunScore(name, returned)];
}

const oneScore = { score: true, explanation: true };

function toRunScore(name: string, value: unknown = null): RunScore {
  if (
    value === null ||
    typeof value === "string" ||
    typeof value === "boolean" ||
    isFinite(value)
  ) {
    return { name, value, error: undefined };
  }
  const error =
    `Expected a finite number, boolean or text, got ${describeValue(value)}. ` +
    "Return one of these from the run's evaluator.";
  return { name, value: null, error };
}

function withExplanation(
  score: RunScore,
  { explanation }: Readonly<Record<string, unknown>>,
): RunScore {
  return typeof explanation === "string" ? { ...score, explanation } : score;
}

/** Neither of two values may hide the other. */
function withoutDoubles(scores: readonly RunScore[]): RunScore[] {
  const byName = new Map<string, RunScore>();
  for (const score of scores) {
    byName.set(score.name, byName.has(score.name) ? nameTaken(score.name) : score);
  }
  return [...byName.values()];
}

function nameTaken(name: string): RunScore {
  const error = `Expected one score of the run to be called "${name}", got two. Rename one of them.`;
  return { name, value: null, error };
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
