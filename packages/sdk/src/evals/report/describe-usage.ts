import {
  aggregateValues,
  formatCost,
  formatDuration,
  formatTokenCount,
  usageOfCase,
} from "@honeyhive/contract";

import type { EvaluationResult } from "../types/evaluation-result.js";
import { countOf } from "./format.js";

/**
 * What the cases took, each with how many of them say it; undefined where none does: `duration of a case: median 1.25 s,
 * p95 4.1 s (57 of 57) · 12,345 tokens in 60 model calls (57 of 57) · $0.0123 (57 of 57)`.
 */
export function describeUsage({
  cases,
  usage,
  cost,
}: Pick<EvaluationResult, "cases" | "usage" | "cost">): string | undefined {
  const of = (count: number): string => `(${count} of ${cases.length})`;
  const durations = cases.flatMap((one) => usageOfCase(one)?.duration_ms ?? []);
  const median = aggregateValues(durations, "median");
  const p95 = aggregateValues(durations, "p95");
  const costing = cases.filter((one) => one.cost !== undefined).length;
  const facts = [
    ...(median === null || p95 === null
      ? []
      : [
          `duration of a case: median ${formatDuration(median)}, p95 ${formatDuration(p95)} ${of(durations.length)}`,
        ]),
    ...(usage === undefined
      ? []
      : [
          `${formatTokenCount(usage.totalTokens)} tokens in ${countOf(usage.calls, "model call")} ${of(usage.cases)}`,
        ]),
    ...(cost === undefined ? [] : [`${formatCost(cost)} ${of(costing)}`]),
  ];
  return facts.length === 0 ? undefined : facts.join(" · ");
}
