import { bootstrapInterval } from "./bootstrap-interval.js";
import type { Interval, Verdict } from "../runs/comparison.js";
import { meanOf } from "./mean.js";
import { neededPairs } from "./needed-pairs.js";
import { mcnemarExact, pairedPermutationInSteps } from "./paired-tests.js";
import { proportionInterval } from "./proportion-interval.js";
import { differenceOf, tolerance, type ScorePair } from "./score-pair.js";
import { takeAllSteps } from "./take-all-steps.js";

export interface ScoreComparison {
  readonly improved: readonly string[];
  readonly degraded: readonly string[];
  readonly same: readonly string[];
  readonly oldMean: number | null;
  readonly newMean: number | null;
  readonly difference: number | null;
  /** 95 % interval of the difference; null where too few cases changed to say. Always there for yes and no. */
  readonly interval: Interval | null;
  readonly verdict: Verdict;
  readonly pValue: number | null;
  /**
   * With `cannot-tell`: about how many cases would settle a difference of this size, those that there are included; null
   * where there is none to find.
   */
  readonly neededCount: number | null;
}

/** Scores that are all 0 or 1 are answers, yes or no; of times and money, 0 and 1 are amounts like others. */
export type ScoreKind = "score" | "amount";

/** Of one question. */
export const significance = 0.05;

/** Compares one metric over the same datapoints of two runs. More is better, unless less is. */
export function compareScores(
  pairs: readonly ScorePair[],
  lowerIsBetter: boolean = false,
): ScoreComparison {
  return takeAllSteps(compareScoresInSteps(pairs, lowerIsBetter));
}

export function* compareScoresInSteps(
  pairs: readonly ScorePair[],
  lowerIsBetter: boolean,
  kind: ScoreKind = "score",
): Generator<undefined, ScoreComparison> {
  const differences = pairs.map(differenceOf);
  const idsWhere = (test: (difference: number) => boolean): string[] =>
    pairs.filter((_, index) => test(differences[index] ?? 0)).map((pair) => pair.id);
  const more = idsWhere((difference) => difference > 0);
  const less = idsWhere((difference) => difference < 0);
  const direction = {
    improved: lowerIsBetter ? less : more,
    degraded: lowerIsBetter ? more : less,
    same: idsWhere((difference) => difference === 0),
  };
  const changed = {
    improved: more.length,
    degraded: less.length,
    total: pairs.length,
  };
  const isOfAnswers = kind === "score" && isBinary(pairs);
  const means = {
    oldMean: mean(pairs.map((pair) => pair.old)),
    newMean: mean(pairs.map((pair) => pair.new)),
    difference: mean(differences),
    interval: isOfAnswers ? proportionInterval(changed) : bootstrapInterval(differences),
  };
  if (pairs.length === 0) {
    return { ...direction, ...means, verdict: "cannot-tell", pValue: null, neededCount: null };
  }
  if (direction.same.length === pairs.length) {
    return { ...direction, ...means, verdict: "same", pValue: 1, neededCount: null };
  }
  const pValue = isOfAnswers
    ? mcnemarExact(changed.improved, changed.degraded)
    : yield* pairedPermutationInSteps(differences);
  const change = means.difference ?? 0;
  if (pValue < significance && Math.abs(change) > tolerance) {
    const verdict = change > 0 === lowerIsBetter ? "worse" : "better";
    return { ...direction, ...means, verdict, pValue, neededCount: null };
  }
  return {
    ...direction,
    ...means,
    verdict: "cannot-tell",
    pValue,
    neededCount: neededPairs(pairs, significance),
  };
}

function isBinary(pairs: readonly ScorePair[]): boolean {
  const binary = (value: number): boolean => value === 0 || value === 1;
  return pairs.every((pair) => binary(pair.old) && binary(pair.new));
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : meanOf(values);
}
