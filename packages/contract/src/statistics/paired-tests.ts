import { normalTails } from "./normal-tails.js";
import { mulberry32 } from "./seeded-random.js";
import { takeAllSteps } from "./take-all-steps.js";

/** Exact two-sided McNemar test: could `improved` against `degraded` come from a fair coin? */
export function mcnemarExact(improved: number, degraded: number): number {
  const discordant = improved + degraded;
  if (discordant === 0) return 1;
  const smaller = Math.min(improved, degraded);
  let tail = 0;
  /** Logarithm of how many choices of so many there are. */
  let choicesLog = 0;
  for (let successes = 0; successes <= smaller; successes++) {
    if (successes > 0) choicesLog += Math.log(discordant - successes + 1) - Math.log(successes);
    tail += Math.exp(choicesLog - discordant * Math.LN2);
  }
  return Math.min(1, 2 * tail);
}

const exactLimit = 28;
const sampleCount = 20_000;
/** From here on, the normal distribution is nearer to the truth than so many draws come. */
const largeCount = 10_000;

/**
 * Two-sided paired permutation test of the mean difference, by flipping signs: exact up to 28 non-zero differences,
 * otherwise 20,000 draws, the observed signs counted among them, or the normal distribution of their total where no few
 * of very many outweigh the rest. Draws are seeded by the sizes of the differences: the
 * same data always gives the same answer, in any order, and the signs, which the test is about, do not choose the draws.
 */
export function pairedPermutation(differences: readonly number[]): number {
  return takeAllSteps(pairedPermutationInSteps(differences));
}

/** The same in steps of some milliseconds: of many differences, few of which outweigh the rest, the draws take a second. */
export function* pairedPermutationInSteps(
  differences: readonly number[],
): Generator<undefined, number> {
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
  const squares = sizes.map((size) => (size / whole) ** 2);
  const spread = sum(squares);
  if (spread ** 2 / sum(squares.map((square) => square ** 2)) >= largeCount) {
    return normalTails(sum(nonZero) / whole / Math.sqrt(spread));
  }
  const seed = hashNumbers(sizes.toSorted((left, right) => left - right));
  const totals = yield* drawTotals(nonZero, seed);
  const extreme = totals.filter((total) => Math.abs(total) >= observed).length;
  return (extreme + 1) / (sampleCount + 1);
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
/** Their sums are 128 KB: they stay in the processor's cache while all draws go over them. */
const wordsAtOnce = 16;

/** The total of the differences for each draw of their signs. */
function* drawTotals(
  differences: readonly number[],
  seed: number,
): Generator<undefined, Float64Array> {
  const wordCount = Math.ceil(differences.length / 32);
  const fill = mulberry32(seed);
  const sums = new Float64Array(wordsAtOnce * groupsOfWord * choices);
  const totals = new Float64Array(sampleCount);
  for (let first = 0; first < wordCount; first += wordsAtOnce) {
    const words = new Uint32Array(Math.min(wordsAtOnce, wordCount - first));
    for (let group = 0; group < words.length * groupsOfWord; group++) {
      const start = first * 32 + group * groupSize;
      signedSums(differences.slice(start, start + groupSize), sums, group * choices);
    }
    for (let draw = 0; draw < sampleCount; draw++) {
      fill(words, draw * wordCount + first);
      totals[draw] = addChosen(totals[draw] ?? 0, words, sums);
    }
    yield;
  }
  return totals;
}

/** The total of a group for each choice of its signs: a draw then adds one number for eight. */
function signedSums(group: readonly number[], sums: Float64Array, start: number): void {
  sums[start] = 0;
  for (let bit = 0; bit < groupSize; bit++) {
    const [difference, filled] = [group[bit] ?? 0, 2 ** bit];
    for (let index = start; index < start + filled; index++) {
      const sum = sums[index] ?? 0;
      sums[index + filled] = sum + difference;
      sums[index] = sum - difference;
    }
  }
}

function addChosen(before: number, words: Uint32Array, sums: Float64Array): number {
  let total = before;
  let start = 0;
  // By index and without an inner loop: of what comparing runs costs this is most, and takes half as long so.
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? 0;
    total += sums[start + (word & 0xff)] ?? 0;
    total += sums[start + choices + ((word >>> 8) & 0xff)] ?? 0;
    total += sums[start + 2 * choices + ((word >>> 16) & 0xff)] ?? 0;
    total += sums[start + 3 * choices + (word >>> 24)] ?? 0;
    start += groupsOfWord * choices;
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
