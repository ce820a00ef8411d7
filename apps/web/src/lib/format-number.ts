const integer = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const significant = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

export function formatCount(value: number): string {
  return integer.format(value);
}

/** Below this a value is what rounding left of zero. */
const noise = 1e-9;

/** Three significant digits, what stands before the point in full, small numbers as powers of ten. */
export function formatScore(value: number): string {
  const size = Math.abs(value);
  if (size < noise) return "0";
  if (size < 0.0005) return value.toExponential(1);
  return size >= 100 || Number.isInteger(value) ? integer.format(value) : significant.format(value);
}

/** `+0.12`, `−0.03`, `0`: with a sign that does not rely on colour. */
export function formatDelta(value: number): string {
  if (Math.abs(value) < noise) return "0";
  return `${value > 0 ? "+" : "−"}${formatScore(Math.abs(value))}`;
}

export function formatTokens(value: number): string {
  return compact.format(value);
}

export function formatCost(value: number): string {
  return value === 0 ? "$0" : `$${significant.format(value)}`;
}

export function formatPValue(value: number): string {
  return value < 0.001 ? "p < 0.001" : `p = ${value.toFixed(value < 0.1 ? 3 : 2)}`;
}

/** `1 case`, `2 cases`. */
export function formatPlural(count: number, singular: string): string {
  return `${formatCount(count)} ${singular}${count === 1 ? "" : "s"}`;
}
