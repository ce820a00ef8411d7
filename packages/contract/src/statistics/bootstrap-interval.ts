import { mulberry32 } from "./seeded-random.js";
import { normalCdf, normalQuantile } from "./normal-distribution.js";

/** Of 95 %. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const resamples = 2000;
const seed = 0x51ed2701;
const tail = 0.025;
/** From here on the bootstrap comes to what the normal distribution says, and would only take longer. */
const largeCount = 2000;

/**
 * 95 % confidence interval of a mean: the bias-corrected and accelerated bootstrap over cases, 2,000 resamples,
 * its tails widened for small numbers. Pass one
 * value a case, averaged over its trials, so that cases are the clusters. The same values give the same interval, in any
 * order. Null with fewer than two values and when all are equal: resampling then says nothing.
 *
 * Efron (1987), "Better bootstrap confidence intervals".
 */
export function bootstrapInterval(values: readonly number[]): Interval | null {
  const sorted = Float64Array.from(values).sort();
  const count = sorted.length;
  const first = sorted[0];
  if (first === undefined || count < 2 || first === sorted[count - 1]) return null;
  const { mean, squares, cubes } = momentsOf(sorted);
  if (count > largeCount) {
    const margin = -normalQuantile(tail) * Math.sqrt(squares / (count - 1) / count);
    return { low: mean - margin, high: mean + margin };
  }
  const means = resampledMeans(sorted);
  const bias = normalQuantile(shareBelow(means, mean));
  const acceleration = cubes / (6 * squares ** 1.5);
  const reach = expandedQuantile(count);
  const at = (quantile: number): number => {
    const shifted = bias + quantile;
    const divisor = 1 - acceleration * shifted;
    // Beyond where the correction has a meaning, which takes a handful of values: the outermost mean.
    const corrected = divisor > 0 ? normalCdf(bias + shifted / divisor) : Number(quantile > 0);
    const index = Math.round(corrected * (resamples - 1));
    return means[Math.min(resamples - 1, Math.max(0, index))] ?? mean;
  };
  return { low: at(-reach), high: at(reach) };
}

/**
 * How far the tails lie for so few values: the bootstrap takes their spread for the truth, which is too narrow by as much
 * as Student's t is wider than the normal distribution, and by the divisor of the variance (Hesterberg 2015, 3.3). The
 * quantile of t by its expansion of Cornish and Fisher.
 */
function expandedQuantile(count: number): number {
  const z = -normalQuantile(tail);
  const freedom = count - 1;
  const student =
    z +
    (z ** 3 + z) / (4 * freedom) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * freedom ** 3);
  return student * Math.sqrt(count / freedom);
}

function momentsOf(values: Float64Array): { mean: number; squares: number; cubes: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [squares, cubes] = [0, 0];
  for (const value of values) {
    squares += (value - mean) ** 2;
    cubes += (value - mean) ** 3;
  }
  return { mean, squares, cubes };
}

/** Sorted. */
function resampledMeans(values: Float64Array): Float64Array {
  const random = mulberry32(seed);
  const means = new Float64Array(resamples);
  const scale = values.length / 2 ** 32;
  for (let draw = 0; draw < resamples; draw++) {
    let total = 0;
    for (let index = 0; index < values.length; index++) {
      total += values[Math.floor(random() * scale)] ?? 0;
    }
    means[draw] = total / values.length;
  }
  return means.sort();
}

/** Ties count half: means of few different values often equal the observed one. Never 0 or 1. */
function shareBelow(means: Float64Array, observed: number): number {
  const tolerance = 1e-12 * Math.max(1, Math.abs(observed));
  let below = 0;
  for (const mean of means) {
    if (Math.abs(mean - observed) <= tolerance) below += 0.5;
    else if (mean < observed) below++;
  }
  return Math.min(1 - 0.5 / resamples, Math.max(0.5 / resamples, below / resamples));
}
