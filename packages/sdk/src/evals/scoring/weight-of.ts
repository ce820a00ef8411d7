import { describeValue, HoneyHiveError } from "../../lib/errors.js";

interface Weighable {
  readonly name: string;
  readonly weight: number | undefined;
  readonly lowerIsBetter: boolean | undefined;
}

/**
 * The share of a metric in the weighted score, of which more is better: metrics of which less is better have none.
 *
 * @throws {HoneyHiveError} `INVALID_EVALUATOR` for a weight that means nothing
 */
export function weightOf({ name, weight, lowerIsBetter = false }: Weighable): number {
  const resolved = weight ?? (lowerIsBetter ? 0 : 1);
  if (typeof resolved !== "number" || !Number.isFinite(resolved) || resolved < 0) {
    throw new HoneyHiveError(
      "INVALID_EVALUATOR",
      `Expected \`weight\` of ${name} to be zero or a positive number, got ${describeValue(resolved)}.`,
    );
  }
  if (lowerIsBetter && resolved > 0) {
    throw new HoneyHiveError(
      "INVALID_EVALUATOR",
      `Expected a metric with a \`weight\` to be better the more it is, got ${name}, of which less is better, with ` +
        `${resolved}. Omit the weight, or score what is better the more it is: \`latency({ maxMs: 800 })\`, or ` +
        "`transform: (value) => 1 - value, lowerIsBetter: false`.",
    );
  }
  return resolved;
}
