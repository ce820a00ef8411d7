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
  const nonZero = differences.filter((difference) => difference !== 0);
  if (nonZero.length === 0) return 1;
  // Ties must count as such in any unit: rounding errors grow with the values.
  const observed = Math.abs(sum(nonZero)) - 1e-9 * sum(nonZero.map(Math.abs));
  if (nonZero.length <= exactLimit) return exactPermutation(nonZero, observed);
  const random = mulberry32(seed);
  let extreme = 1;
  for (let draw = 0; draw < sampleCount; draw++) {
    let total = 0;
    for (const difference of nonZero) total += random() < 0.5 ? difference : -difference;
    if (Math.abs(total) >= observed) extreme++;
  }
  return extreme / (sampleCount + 1);
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

/** A small, seeded generator of uniform numbers in [0, 1). */
function mulberry32(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
