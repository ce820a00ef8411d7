import { meanOf } from "./mean.js";
import { normalTails } from "./normal-tails.js";
import { differenceOf, tolerance, type ScorePair } from "./score-pair.js";

/** z for 80 % power. */
const powerReach = 0.841621;

/**
 * About how many pairs would settle a mean difference of the size and spread that these have, with 80 % power: more than
 * there are. Null where there is no difference to find.
 *
 * @param significance that has to be reached: less than 5 % where several questions are asked
 */
export function neededPairs(pairs: readonly ScorePair[], significance: number): number | null {
  const differences = pairs.map(differenceOf);
  const average = meanOf(differences);
  if (Math.abs(average) <= tolerance || differences.length < 2) return null;
  const variance =
    differences.reduce((sum, value) => sum + (value - average) ** 2, 0) / (differences.length - 1);
  const changing = differences.filter((value) => value !== 0).length;
  const factor = (normalReach(significance) + powerReach) ** 2;
  return Math.max(
    differences.length + 1,
    Math.ceil((fewestChanges(significance) * differences.length) / changing),
    Math.ceil((factor * variance) / average ** 2),
  );
}

/** With fewer cases that change, not even all in one direction are significant: 2 · 0.5⁶ < 5 % < 2 · 0.5⁵. */
function fewestChanges(significance: number): number {
  return Math.floor(Math.log2(2 / significance)) + 1;
}

/** How far from zero a standard normal number is so seldom, on either side. */
function normalReach(significance: number): number {
  let [low, high] = [0, 40];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (normalTails(middle) > significance) low = middle;
    else high = middle;
  }
  return low;
}
