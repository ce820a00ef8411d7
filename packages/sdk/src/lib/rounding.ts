/**
 * Compares amounts as they read in decimals. Ten scores of 0.01 have a mean of 0.009999999999999998: what binary fractions
 * cannot hold is no difference.
 */
export function isAtLeast(value: number, bound: number): boolean {
  return value >= bound - 1e-9 * Math.max(Math.abs(value), Math.abs(bound));
}

/** As `isAtLeast`, of the other direction. */
export function isAtMost(value: number, bound: number): boolean {
  return isAtLeast(bound, value);
}
