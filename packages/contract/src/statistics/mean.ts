/** Zero of nothing. Also of values whose sum is more than a number holds. */
export function meanOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  if (values.length === 0 || Number.isFinite(sum)) return sum / Math.max(1, values.length);
  return values.reduce((mean, value) => mean + value / values.length, 0);
}
