import { mulberry32 } from "./seeded-random.js";

/** Exact two-sided McNemar test: could `improved` against `degraded` come from a fair coin? */
export function mcnemarExact(improved: number, degraded: number): number {
  const discordant = improved + degraded;
  if (discordant === 0) return 1;
  const smaller = Math.min(improved, degraded);
  let tail = 0;
  for (let successes = 0; successes <= smaller; successes++) {
    tail += Math.exp(logChoose(discordant, successes) - discordant * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}

const exactLimit = 14;
const sampleCount = 20_000;
const seed = 0x9e3779b9;

/**
 * Two-sided paired permutation test of the mean difference, by flipping signs: exact up to 14 non-zero
 * differences, otherwise 20,000 draws of a fixed seed, so that the same data always gives the same answer.
 */
export function pairedPermutation(differences: readonly number[]): number {
  // Sorted, so that the draws do not depend on the order of the cases: SDK and server say the same.
  const nonZero = differences
    .filter((difference) => difference !== 0)
    .toSorted((left, right) => left - right);
  if (nonZero.length === 0) return 1;
  // Ties must count as such in any unit: rounding errors grow with the values.
  const observed = Math.abs(sum(nonZero)) - 1e-9 * sum(nonZero.map(Math.abs));
  if (nonZero.length <= exactLimit) return exactPermutation(nonZero, observed);
  const sums = signedSums(nonZero);
  const random = mulberry32(seed);
  let extreme = 1;
  for (let draw = 0; draw < sampleCount; draw++) {
    if (Math.abs(drawTotal(sums, random)) >= observed) extreme++;
  }
  return extreme / (sampleCount + 1);
}

const groupSize = 8;
const choices = 2 ** groupSize;

/** The total of eight differences for each choice of their signs: a draw then adds one number for eight. */
function signedSums(differences: readonly number[]): Float64Array {
  const groups = Math.ceil(differences.length / groupSize);
  const sums = new Float64Array(groups * choices);
  for (let index = 0; index < sums.length; index++) {
    const first = Math.floor(index / choices) * groupSize;
    for (let bit = 0; bit < groupSize; bit++) {
      const difference = differences[first + bit] ?? 0;
      sums[index] = (sums[index] ?? 0) + ((index >> bit) & 1 ? difference : -difference);
    }
  }
  return sums;
}

/** One random number gives the signs of four groups. */
function drawTotal(sums: Float64Array, random: () => number): number {
  let total = 0;
  let bits = 0;
  for (let start = 0; start < sums.length; start += choices) {
    bits = (start / choices) % 4 === 0 ? random() : bits >>> groupSize;
    total += sums[start + (bits & (choices - 1))] ?? 0;
  }
  return total;
}

function exactPermutation(differences: readonly number[], observed: number): number {
  const combinations = 2 ** differences.length;
  let extreme = 0;
  for (let mask = 0; mask < combinations; mask++) {
    const total = differences.reduce(
      (running, difference, index) => running + ((mask >> index) & 1 ? difference : -difference),
      0,
    );
    if (Math.abs(total) >= observed) extreme++;
  }
  return extreme / combinations;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function logChoose(total: number, chosen: number): number {
  let result = 0;
  for (let step = 1; step <= chosen; step++) {
    result += Math.log(total - chosen + step) - Math.log(step);
  }
  return result;
}
