import type { Interval } from "../runs/comparison.js";
import { mulberry32 } from "./seeded-random.js";

const confidence = 0.95;
const normalReach = 1.959964;
const resamples = 2000;
const seed = 0x51ed2701;
/** From here on the bootstrap comes to what the normal distribution says, and would only take longer. */
const largeCount = 2000;
/** Of what the values vary: less is what rounding leaves of resamples that are all alike. */
const smallestShare = 1e-12;

/**
 * 95 % confidence interval of a mean: the symmetric bootstrap-t over cases, 2,000 resamples. Pass one value a case,
 * averaged over its trials, so that cases are the clusters. The same values give the same interval, in any order. Null
 * where more than one resample in twenty would be all alike, as with fewer than three cases that differ from the rest:
 * then there is no telling how far the mean may be off.
 *
 * Hall (1988), "On symmetric bootstrap confidence intervals". Percentiles and BCa are too narrow for ten or twenty cases
 * of which few change; `bench/statistics` shows what this one holds.
 */
export function bootstrapInterval(values: readonly number[]): Interval | null {
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
  const centered = sorted.map((value) => value - mean);
  const variance = centered.reduce((sum, value) => sum + value ** 2, 0) / (count - 1);
  if (count < 2 || sorted[0] === sorted[count - 1]) return null;
  const reach = count > largeCount ? normalReach : studentizedReach(centered, variance);
  if (reach === Infinity) return null;
  const margin = reach * Math.sqrt(variance / count);
  return { low: mean - margin, high: mean + margin };
}

/** How many of its own standard errors the mean of a resample stays away from the mean, 95 times of a hundred. */
function studentizedReach(centered: Float64Array, variance: number): number {
  const fill = mulberry32(seed);
  const count = centered.length;
  const words = new Uint32Array(count);
  const scale = count / 2 ** 32;
  const distances = new Float64Array(resamples);
  for (let draw = 0; draw < resamples; draw++) {
    let total = 0;
    let squares = 0;
    fill(words);
    for (let index = 0; index < count; index++) {
      const value = centered[((words[index] ?? 0) * scale) | 0] ?? 0;
      total += value;
      squares += value * value;
    }
    const spread = (squares - total ** 2 / count) / (count - 1);
    const isAlike = spread <= smallestShare * variance;
    distances[draw] = isAlike ? Infinity : Math.abs(total / count) / Math.sqrt(spread / count);
  }
  return distances.sort()[Math.ceil(confidence * resamples) - 1] ?? Infinity;
}
