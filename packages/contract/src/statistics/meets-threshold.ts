import type { MetricThreshold } from "../metric.js";
import { toNumericScore } from "./aggregate.js";

/**
 * Whether a score is what a metric's threshold asks for; undefined where the threshold says nothing of such a value, as
 * `min` does not of a text. Booleans count as 1 and 0.
 */
export function meetsThreshold(value: unknown, threshold: MetricThreshold): boolean | undefined {
  const { min, max, pass_when: wanted, passing_categories: categories } = threshold;
  const verdicts: boolean[] = [];
  if (typeof value === "string" && categories !== undefined) {
    verdicts.push(categories.includes(value));
  }
  const number = toNumericScore(value);
  if (number !== undefined) {
    if (wanted !== undefined) verdicts.push(number === Number(wanted));
    if (min !== undefined) verdicts.push(number >= min);
    if (max !== undefined) verdicts.push(number <= max);
  }
  return verdicts.length === 0 ? undefined : verdicts.every(Boolean);
}
