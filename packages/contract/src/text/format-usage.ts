import { formatDuration } from "./format-duration.js";

const threeDigits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** `$0.0123`: three digits that say something, however little it is. */
export function formatCost(usd: number): string {
  return `$${threeDigits.format(usd)}`;
}

/** `12,345`; a mean of few tokens with what is behind the point. */
export function formatTokenCount(tokens: number): string {
  return (tokens < 10 ? threeDigits : whole).format(tokens);
}

/** An amount of what is named as in `CaseUsage`: `1.25 s`, `12,345`, `$0.0123`. */
export function formatUsage(name: string, amount: number | null): string {
  if (amount === null) return "–";
  if (name === "duration_ms") return formatDuration(amount);
  return name === "cost_usd" ? formatCost(amount) : formatTokenCount(amount);
}

/** A difference of two amounts, with its sign. */
export function formatUsageChange(name: string, change: number | null): string {
  if (change === null || change === 0) return formatUsage(name, change);
  return `${change > 0 ? "+" : "-"}${formatUsage(name, Math.abs(change))}`;
}
