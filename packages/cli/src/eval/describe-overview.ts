import {
  aggregateValues,
  describeVerdicts,
  formatDecimal,
  formatDuration,
  formatUsage,
  usageOfCase,
} from "@honeyhive/contract";
import type { EvaluationResult } from "honeyhive";

import { tableLines, type Column } from "../output/table.js";

/** What one evaluation of several came to; without a result where it could not run. */
export interface RanEvaluation {
  readonly name: string;
  readonly isGood: boolean;
  readonly result: EvaluationResult | undefined;
}

/** More are no table that anybody reads. */
const maxMetrics = 8;

/**
 * Evaluations that ran together, a line each: variants of one side by side, by the metrics that two of them have at
 * least, and of many which are not good.
 */
export function describeOverview(ran: readonly RanEvaluation[], width?: number): string[] {
  const results = ran.flatMap(({ result }) => result ?? []);
  const isGated = results.some(({ gates }) => gates.length > 0);
  const isCompared = results.some(({ comparison }) => comparison !== undefined);
  const columns: Column<RanEvaluation>[] = [
    { title: `${ran.length} evaluations`, cell: ({ name }) => name },
    { title: "", cell: describeEnd },
    ofResult("passed", ({ outcomes, cases }) => `${outcomes.passed} of ${cases.length}`),
    ofResult("errored", ({ outcomes }) => String(outcomes.errored + outcomes["timed-out"])),
    ...(isGated ? [ofResult("gates", describeGates)] : []),
    ...(isCompared ? [ofResult("compared", describeComparison)] : []),
    ...sharedMetrics(results).map((name) => ofMetric(name)),
    optional(ofResult("median duration", describeDuration)),
    ...(results.some(({ cost }) => cost !== undefined)
      ? [optional(ofResult("cost", ({ cost }) => formatUsage("cost_usd", cost ?? null)))]
      : []),
  ];
  return tableLines(columns, ran, width);
}

const nothing = "–";

/** Cases that failed are no verdict where no gate says how many may. */
function describeEnd({ isGood, result }: RanEvaluation): string {
  if (result === undefined) return "did not run";
  if (!isGood) return "not ok";
  return result.outcomes.failed > 0 && result.gates.length === 0 ? "no gates" : "ok";
}

function ofResult(
  title: string,
  cell: (result: EvaluationResult) => string,
): Column<RanEvaluation> {
  return {
    title,
    cell: ({ result }) => (result === undefined ? nothing : cell(result)),
    align: "right",
  };
}

function ofMetric(name: string): Column<RanEvaluation> {
  return optional(
    ofResult(name, ({ metrics }) => {
      const value = metrics.find((metric) => metric.name === name)?.aggregate ?? null;
      return value === null ? nothing : formatDecimal(value);
    }),
  );
}

function optional(column: Column<RanEvaluation>): Column<RanEvaluation> {
  return { ...column, isOptional: true };
}

/** In the order in which they come first. */
function sharedMetrics(results: readonly EvaluationResult[]): string[] {
  const counts = new Map<string, number>();
  for (const { name } of results.flatMap(({ metrics }) => metrics)) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].flatMap(([name, count]) => (count > 1 ? [name] : [])).slice(0, maxMetrics);
}

function describeGates({ gates }: EvaluationResult): string {
  if (gates.length === 0) return nothing;
  const failed = gates.filter(({ hasPassed }) => !hasPassed).length;
  return failed === 0 ? "passed" : `${failed} FAILED`;
}

function describeComparison({ comparison }: EvaluationResult): string {
  return comparison === undefined ? nothing : describeVerdicts(comparison.metrics);
}

function describeDuration({ cases }: EvaluationResult): string {
  const median = aggregateValues(
    cases.flatMap((one) => usageOfCase(one)?.duration_ms ?? []),
    "median",
  );
  return median === null ? nothing : formatDuration(median);
}
