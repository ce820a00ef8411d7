import { formatDuration, type UsageName } from "@honeyhive/contract";

/** `1.25 s`, `12,345`, `$0.0123`. */
export function formatUsage(name: string, value: number | null): string {
  return value === null ? "–" : formatKnown(name, value);
}

/** With its sign, as of a change. */
export function formatUsageChange(name: string, value: number | null): string {
  if (value === null) return "–";
  const sign = value > 0 ? "+" : value < 0 ? "-" : "";
  return sign + formatKnown(name, Math.abs(value));
}

export function formatTokens(tokens: number): string {
  return Number(tokens.toFixed(tokens < 10 ? 1 : 0)).toLocaleString("en-US");
}

/** Three digits that say something, however small: a call may cost less than a hundredth of a cent. */
export function formatCost(usd: number): string {
  if (usd === 0 || usd >= 1) return `$${usd.toFixed(2)}`;
  const decimals = Math.min(12, 2 - Math.floor(Math.log10(usd)));
  return `$${Number(usd.toFixed(decimals))}`;
}

function formatKnown(name: string, value: number): string {
  // Names of what cases took come from one list; what servers add to it is a number.
  switch (name as UsageName) {
    case "duration_ms":
      return formatDuration(value);
    case "cost_usd":
      return formatCost(value);
    case "total_tokens":
      return formatTokens(value);
    default:
      return String(value);
  }
}
