/** What rounding leaves of nothing, or takes from what is whole. */
const noise = 1e-9;

/**
 * With three decimals, and with more where those would mislead: a share of 0.9996 is not all, and a cost of $0.0002 is not
 * nothing.
 */
export function formatDecimal(value: number): string {
  const size = Math.abs(value);
  if (size < noise) return "0.000";
  if (size < 0.01) return String(Number(value.toPrecision(3)));
  const distance = Math.abs(value - Math.round(value));
  const isNearlyWhole = distance >= noise && distance < 0.0005;
  return value.toFixed(isNearlyWhole ? Math.ceil(-Math.log10(distance)) : 3);
}
