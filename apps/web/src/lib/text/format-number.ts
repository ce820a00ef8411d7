export { formatCost } from "@honeyhive/contract";

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
  if (size >= 100 || Number.isInteger(value)) return integer.format(value);
  const text = significant.format(value);
  const distance = Math.abs(value - Math.round(value));
  // A share of 0.9996 is not all.
  const isNearlyWhole = distance >= noise && Number.isInteger(Number(text));
  return isNearlyWhole ? value.toFixed(Math.ceil(-Math.log10(distance))) : text;
}

/** `+0.12`, `−0.03`, `0`: with a sign that does not rely on colour. */
export function formatDelta(value: number): string {
  if (Math.abs(value) < noise) return "0";
  return `${value > 0 ? "+" : "−"}${formatScore(Math.abs(value))}`;
}

export function formatTokens(value: number): string {
  return compact.format(value);
}

/** On one line, wherever it stands. */
export function formatPValue(value: number): string {
  return value < 0.001
    ? "p\u00a0<\u00a00.001"
    : `p\u00a0=\u00a0${value.toFixed(value < 0.1 ? 3 : 2)}`;
}

/** `1 case`, `2 cases`. */
export function formatPlural(count: number, singular: string): string {
  return `${formatCount(count)} ${singular}${count === 1 ? "" : "s"}`;
}
