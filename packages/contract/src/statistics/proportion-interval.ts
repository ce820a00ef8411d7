import type { Interval } from "../runs/comparison.js";

const normalReach = 1.959964;

/** How many of the cases changed, and in which direction. */
export interface ChangedCases {
  readonly improved: number;
  readonly degraded: number;
  readonly total: number;
}

/**
 * 95 % confidence interval of the difference between two shares of the same cases, such as pass rates: Wald's, with one
 * case more in each direction. Unlike a bootstrap it has something to say where no case has changed.
 *
 * Bonett and Price (2012), "Adjusted Wald confidence interval for a difference of binomial proportions based on paired
 * data"; recommended by Fagerland, Lydersen and Laake (2014).
 */
export function proportionInterval({ improved, degraded, total }: ChangedCases): Interval | null {
  if (total === 0) return null;
  const [up, down] = [(improved + 1) / (total + 2), (degraded + 1) / (total + 2)];
  const difference = up - down;
  const margin = normalReach * Math.sqrt((up + down - difference ** 2) / (total + 2));
  return { low: Math.max(-1, difference - margin), high: Math.min(1, difference + margin) };
}
