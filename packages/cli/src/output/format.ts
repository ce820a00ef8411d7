import { formatDecimal } from "@honeyhive/contract";

/** `2026-11-22 01:04` of a time in UTC; what is none stays as it is. */
export function formatTime(time: string | number | undefined): string {
  if (time === undefined) return "–";
  const date = new Date(time);
  return Number.isNaN(date.getTime())
    ? String(time)
    : date.toISOString().slice(0, 16).replace("T", " ");
}

const units = ["B", "KB", "MB", "GB", "TB"] as const;

/** `1.5 MB`, in steps of 1,000. */
export function formatBytes(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const value = bytes / 1000 ** step;
  return `${step === 0 ? value : value.toFixed(1)} ${units[step] ?? ""}`;
}

/** `12,345` */
export function formatCount(count: number): string {
  return count.toLocaleString("en-US");
}

/** `1 case`, `2 cases` */
export function formatPlural(count: number, singular: string): string {
  return `${formatCount(count)} ${singular}${count === 1 ? "" : "s"}`;
}

/** `$0.0012`, with three digits. */
export function formatCost(dollars: number): string {
  return `$${Number(dollars.toPrecision(3))}`;
}

/** `0.666667`, with six digits. */
export function formatNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Of the values of a metric: `0.667`. */
export function formatAggregate(value: number | null): string {
  return value === null ? "–" : formatDecimal(value);
}
