import { usageNames, type CaseUsage, type UsageName } from "../runs/case-usage.js";
import { formatUsage } from "../text/format-usage.js";
import { aggregateValues } from "../statistics/aggregate.js";

/** What the cases of a run took together, for people. */
export interface UsageTotal {
  readonly name: UsageName;
  /** With how many of the cases say it: `median 1.25 s, p95 4.1 s (56 of 57)`, `12,345 (57 of 57)`. */
  readonly text: string;
}

interface UsingCase {
  readonly usage?: CaseUsage | undefined;
  /** As in `DatapointResult`. */
  readonly outcome: string | null;
  readonly error: string | null;
  readonly duration: number;
}

/** Of times the middle and the slow end, of tokens and money the sum; nothing of what no case says. */
export function usageTotals(cases: readonly UsingCase[]): readonly UsageTotal[] {
  return usageNames.flatMap((name) => {
    const amounts = cases.flatMap((one) => one.usage?.[name] ?? standIn(name, one));
    if (amounts.length === 0) return [];
    const show = (aggregate: "median" | "p95" | "sum"): string =>
      formatUsage(name, aggregateValues(amounts, aggregate));
    const text =
      name === "duration_ms" ? `median ${show("median")}, p95 ${show("p95")}` : show("sum");
    return [{ name, text: `${text} (${amounts.length} of ${cases.length})` }];
  });
}

/** Clients that say no outcome say nothing of their functions' time either: all that belongs to the case stands for it. */
function standIn(name: UsageName, { outcome, error, duration }: UsingCase): number[] {
  const isTime = name === "duration_ms" && outcome === null && error === null && duration > 0;
  return isTime ? [duration] : [];
}
