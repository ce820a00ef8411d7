import { aggregateValues, toNumericScore } from "@honeyhive/contract";

import { copyOutputs } from "../../lib/copy-outputs.js";
import { copyPlain } from "../../lib/copy-plain.js";
import { serialise } from "../../lib/serialise.js";
import type { AnyObject } from "../../lib/any-object.js";
import { isAtLeast, isAtMost } from "../../lib/rounding.js";
import {
  fromAutoevals,
  isAutoevalsScorer,
  type AutoevalsScorer,
} from "../evaluators/from-autoevals.js";
import type { RowOf } from "../types/datapoint.js";
import type {
  AutoevalsEvaluator,
  EvaluatorContext,
  EvaluatorObject,
  Score,
  ScoreGroup,
  ScoreValue,
} from "../types/evaluator.js";
import { checkEvaluator } from "./check-settings.js";
import type { EvaluatorSettings, ValueOf } from "./evaluator-settings.js";
import { explanationOf, toScoreState } from "./score.js";
import { weightOf } from "./weight-of.js";
import { yesOrNo } from "./yes-or-no.js";

/** A scorer of `autoevals` with settings: `evaluator(Factuality, { weight: 2, asserts: true, target: 0.6 })`. */
// A parameter of its own type is the best match that there is: else scorers would be taken for functions of outputs.
export function evaluator<
  AnyScorer extends AutoevalsEvaluator & AutoevalsScorer,
  Transformed extends ScoreValue = number,
  Target = true,
>(scorer: AnyScorer, settings?: EvaluatorSettings<number, Transformed, Target>): EvaluatorObject;
/**
 * An evaluator with settings, from a function or from an object or class instance with an `evaluate` method:
 *
 * ```ts
 * const polite = evaluator(judgePoliteness, { repeat: 3, aggregate: "median", asserts: true, target: 0.8 });
 * ```
 *
 * Several values are aggregated over those that could be scored; if none could, the case is not scorable. With `asserts`
 * the explanation says what was expected, and the case fails.
 *
 * @throws {HoneyHiveError} `INVALID_EVALUATOR` for settings that mean nothing
 */
// So many parameters because all are inferred: what the settings get depends on what the function gives.
export function evaluator<
  Output = unknown,
  Inputs extends AnyObject = AnyObject,
  GroundTruth = unknown,
  Returned extends Score = Score,
  Transformed extends ScoreValue = ValueOf<Returned>,
  Target = true,
>(
  given: Scorable<Output, Inputs, GroundTruth, Returned>,
  settings?: EvaluatorSettings<ValueOf<Returned>, Transformed, Target>,
): EvaluatorObject<RowOf<Inputs, GroundTruth>, Output>;
export function evaluator(
  scored: AutoevalsScorer | Scorable<unknown, AnyObject, unknown, Score>,
  typed: Readonly<Partial<Record<keyof EvaluatorSettings, unknown>>> = {},
): EvaluatorObject {
  checkEvaluator(scored, typed);
  const given = isAutoevalsScorer(scored) ? fromAutoevals(scored) : scored;
  const own: Pick<EvaluatorObject, "weight" | "lowerIsBetter"> =
    typeof given === "function" ? {} : given;
  // Checked above; only values that `given` has returned meet the functions that the signatures have checked against them.
  const chosen = typed as EvaluatorSettings;
  const { name = given.name, weight = own.weight, lowerIsBetter = own.lowerIsBetter } = chosen;
  const settings: NamedSettings = { ...chosen, name, lowerIsBetter };
  const { repeat = 1, asserts = false } = settings;
  const evaluate: Scorer<unknown, AnyObject, unknown, Score> =
    typeof given === "function" ? given : (...args) => given.evaluate(...args);
  return {
    name,
    weight: weightOf({ name, weight, lowerIsBetter }),
    lowerIsBetter,
    asserts: asserts ? (value) => check(value, settings) : undefined,
    evaluate: async (outputs, inputs, groundTruth, context) => {
      // Made before the first one can change anything.
      const own = Array.from({ length: repeat }, (_, index) =>
        index === 0
          ? ([outputs, inputs, groundTruth] as const)
          : ([copyOutputs(outputs), copyPlain(inputs), copyPlain(groundTruth)] as const),
      );
      const scores = own.map(async ([output, input, truth]) =>
        evaluate(output, input, truth, context),
      );
      return settle(await Promise.all(scores), settings);
    },
  };
}

/** As `EvaluatorFunction`, in parameters that can be inferred. */
type Scorer<Output, Inputs, GroundTruth, Returned> = (
  outputs: Output,
  inputs: Inputs,
  groundTruth: GroundTruth,
  context: EvaluatorContext,
) => Returned | Promise<Returned>;

type Scorable<Output, Inputs, GroundTruth, Returned> =
  | Scorer<Output, Inputs, GroundTruth, Returned>
  | {
      readonly name: string;
      readonly evaluate: Scorer<Output, Inputs, GroundTruth, Returned>;
      readonly weight?: number | undefined;
      readonly lowerIsBetter?: boolean | undefined;
    };

type NamedSettings = EvaluatorSettings & { readonly name: string };

function settle(scores: readonly Score[], settings: NamedSettings): Score {
  const values: ScoreValue[] = [];
  const explanations: string[] = [];
  for (const score of scores) {
    const { value, explanation } = unwrap(score);
    const counted = value === null || value === undefined ? null : transformed(value, settings);
    if (counted !== null) values.push(counted);
    if (explanation !== undefined) explanations.push(explanation);
  }
  const [only] = values;
  const explanation = explanations.length === 0 ? undefined : explanations.join("\n");
  if (only === undefined) return { score: null, explanation };
  const isSingle = values.length === 1 && settings.aggregate === undefined;
  const result = unwrap(isSingle ? only : aggregate(values, settings.aggregate));
  const given = result.explanation ?? explanation;
  const missed = describeMiss(result.value, settings);
  const told = [missed, given].filter((line) => line !== undefined).join("\n");
  return { score: result.value ?? null, explanation: told === "" ? undefined : told };
}

/** What was expected of a value that misses its target. */
function describeMiss(
  value: ScoreValue | null | undefined,
  settings: NamedSettings,
): string | undefined {
  const { asserts = false, checker, target, lowerIsBetter = false } = settings;
  if (!asserts || target === undefined || value === null || value === undefined) return undefined;
  if (check(value, settings)) return undefined;
  const isNumeric = toNumericScore(target) !== undefined && toNumericScore(value) !== undefined;
  const how = isNumeric && checker === undefined ? (lowerIsBetter ? "at most " : "at least ") : "";
  return `expected ${how}${serialise(target, 200).text}`;
}

/** Checked one by one: a median or the most frequent value would hide what is none. */
function transformed(
  value: ScoreValue,
  { transform = (same) => same }: EvaluatorSettings,
): ScoreValue | null {
  const state = toScoreState(transform(value));
  if (state.state === "error") throw new TypeError(state.message);
  return state.state === "scored" ? state.value : null;
}

function unwrap(score: Score): {
  value: ScoreValue | null | undefined;
  explanation: string | undefined;
} {
  if (typeof score !== "object" || score === null) return { value: score, explanation: undefined };
  if (isOne(score)) return { value: score.score, explanation: explanationOf(score) };
  throw new TypeError(
    "Expected one score from an evaluator with settings, got several. Make an evaluator of each.",
  );
}

function isOne(score: object): score is Exclude<Score & object, ScoreGroup> {
  return "score" in score;
}

function aggregate(values: readonly ScoreValue[], how: EvaluatorSettings["aggregate"]): Score {
  if (typeof how === "function") return how(values);
  const numbers = values.map(toNumericScore);
  const isNumeric = numbers.every((value) => value !== undefined);
  if (how === "mode" || (how === undefined && !isNumeric)) return mode(values);
  if (!isNumeric) {
    throw new TypeError(
      `Expected numbers or booleans to take the ${how} of, got text. Use "mode".`,
    );
  }
  return aggregateValues(numbers, how === "mean" || how === undefined ? "average" : how);
}

/** The value that comes up most often; of several, the first. */
function mode(values: readonly ScoreValue[]): ScoreValue | null {
  const counts = new Map<ScoreValue, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0] ?? null;
}

function check(value: ScoreValue, settings: NamedSettings): boolean {
  const { name, target = true, checker, lowerIsBetter = false } = settings;
  if (checker === undefined) return meets(value, target, lowerIsBetter);
  return yesOrNo(checker(value, target), `\`checker\` of "${name}"`);
}

function meets(value: ScoreValue, target: unknown, lowerIsBetter: boolean): boolean {
  const wanted = toNumericScore(target);
  const number = toNumericScore(value);
  if (wanted === undefined || number === undefined) return value === target;
  return lowerIsBetter ? isAtMost(number, wanted) : isAtLeast(number, wanted);
}
