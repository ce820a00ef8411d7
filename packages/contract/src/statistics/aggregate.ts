import type { AggregateFunction } from "../runs/run.js";
import { meanOf } from "./mean.js";

/**
 * Aggregates the counted values of a metric; null when there are none, and for a sum that no number holds. Booleans count
 * as 0 and 1.
 */
export function aggregateValues(
  values: readonly number[],
  aggregateFunction: AggregateFunction,
): number | null {
  if (aggregateFunction === "count") return values.length;
  if (values.length === 0) return null;
  switch (aggregateFunction) {
    case "average":
      return meanOf(values);
    case "sum":
      return finiteOrNull(values.reduce((running, value) => running + value, 0));
    case "min":
      return values.reduce((least, value) => Math.min(least, value));
    case "max":
      return values.reduce((most, value) => Math.max(most, value));
    case "median":
      return quantile(values, 0.5);
    case "p90":
      return quantile(values, 0.9);
    case "p95":
      return quantile(values, 0.95);
    case "p99":
      return quantile(values, 0.99);
    default:
      aggregateFunction satisfies never;
      throw new TypeError(`Unknown aggregate function: ${String(aggregateFunction)}`);
  }
}

/** A metric value as a number, or undefined when it is not one. */
export function toNumericScore(value: unknown): number | undefined {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A metric value as a text that is one of several, or undefined when it is none. */
export function toLabel(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** JSON has no other numbers. */
function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Linear interpolation between the closest ranks. */
function quantile(values: readonly number[], fraction: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  const share = position - Math.floor(position);
  const distance = above - below;
  return Number.isFinite(distance) ? below + distance * share : below * (1 - share) + above * share;
}
