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

const exactLimit = 28;
const sampleCount = 20_000;

/**
 * Two-sided paired permutation test of the mean difference, by flipping signs: exact up to 28 non-zero differences,
 * otherwise 20,000 draws, the observed signs counted among them. Draws are seeded by the sizes of the differences: the
 * same data always gives the same answer, in any order, and the signs, which the test is about, do not choose the draws.
 */
export function pairedPermutation(differences: readonly number[]): number {
  const nonZero = differences
    .filter((difference) => difference !== 0)
    .toSorted((left, right) => left - right);
  if (nonZero.length === 0) return 1;
  // Ties must count as such in any unit: rounding errors grow with the values.
  const sizes = nonZero.map(Math.abs);
  const whole = sum(sizes);
  // Too large to be added: no choice of signs could be told from another.
  if (!Number.isFinite(whole)) return 1;
  const observed = Math.abs(sum(nonZero)) - 1e-9 * whole;
  if (nonZero.length <= exactLimit) return exactPermutation(sizes, observed);
  const sums = signedSums(nonZero);
  const fill = mulberry32(hashNumbers(sizes.toSorted((left, right) => left - right)));
  const words = new Uint32Array(sums.length / choices / groupsOfWord);
  let extreme = 1;
  for (let draw = 0; draw < sampleCount; draw++) {
    fill(words);
    if (Math.abs(drawTotal(sums, words)) >= observed) extreme++;
  }
  return extreme / (sampleCount + 1);
}

/** FNV-1a over the bits of the numbers. */
function hashNumbers(values: readonly number[]): number {
  const words = new Uint32Array(Float64Array.from(values).buffer);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return hash >>> 0;
}

const groupSize = 8;
const choices = 2 ** groupSize;
/** One random number gives the signs of four groups. */
const groupsOfWord = 32 / groupSize;

/** The total of eight differences for each choice of their signs: a draw then adds one number for eight. */
function signedSums(differences: readonly number[]): Float64Array {
  const groups = groupsOfWord * Math.ceil(differences.length / groupSize / groupsOfWord);
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

function drawTotal(sums: Float64Array, words: Uint32Array): number {
  let total = 0;
  let start = 0;
  for (const word of words) {
    for (let shift = 0; shift < 32; shift += groupSize) {
      total += sums[start + ((word >>> shift) & (choices - 1))] ?? 0;
      start += choices;
    }
  }
  return total;
}

/**
 * Counts all choices of signs, by halves: each half's totals are sorted, and each total of the one needs at least so much
 * from the other. Totals come in pairs of opposite signs, so that one tail is half of the answer.
 */
function exactPermutation(sizes: readonly number[], observed: number): number {
  if (observed <= 0) return 1;
  const middle = Math.ceil(sizes.length / 2);
  const left = signedTotals(sizes.slice(0, middle));
  const right = signedTotals(sizes.slice(middle));
  let extreme = 0;
  let from = right.length;
  for (const total of left) {
    while (from > 0 && total + (right[from - 1] ?? 0) >= observed) from--;
    extreme += right.length - from;
  }
  return Math.min(1, (2 * extreme) / 2 ** sizes.length);
}

/** The total for each choice of signs, sorted. */
function signedTotals(sizes: readonly number[]): Float64Array {
  const totals = new Float64Array(2 ** sizes.length);
  let filled = 1;
  for (const size of sizes) {
    for (let index = 0; index < filled; index++) {
      const total = totals[index] ?? 0;
      totals[index] = total - size;
      totals[filled + index] = total + size;
    }
    filled *= 2;
  }
  return totals.sort();
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
