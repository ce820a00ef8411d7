import { caseOutcomes, type PassRate, type Verdict } from "@honeyhive/contract";

import type { GateResult } from "../runs/gates.js";
import type { ComparedMetric, RunsComparison } from "../runs/compare-runs.js";
import { textTable } from "./text-table.js";
import type { CaseResult, EvaluationResult, MetricSummary, RunScore } from "../types.js";

const maxProblems = 10;

/** The result as text for a terminal: metrics with their denominators, outcomes, and the cases that went wrong. */
export function renderResult(result: EvaluationResult): string {
  const outcomes = caseOutcomes
    .filter((outcome) => result.outcomes[outcome] > 0)
    .map((outcome) => `${result.outcomes[outcome]} ${outcome}`);
  const lines = [
    `${result.name}: ${result.cases.length} cases in ${seconds(result.durationMs)}, run ${result.status}`,
    `  ${outcomes.join(" · ")}`,
    "",
    ...textTable(
      ["metric", "mean", "counted", "errors", "n/a", "missing"],
      result.metrics.map(toMetricRow),
    ).map((line) => `  ${line}`),
    ...renderPassRates(result.passRates),
    ...renderRunScores(result.runScores),
    ...(result.comparison === undefined ? [] : ["", renderComparison(result.comparison)]),
    ...renderGates(result.gates),
    ...renderProblems(result.cases),
  ];
  if (result.stopReason !== undefined) {
    lines.splice(2, 0, `  Stopped early: ${result.stopReason}. The numbers are of what was run.`);
  }
  const { delivery, serverError } = result;
  if (serverError !== undefined) lines.push("", `  Not stored on the server: ${serverError}`);
  else if (!delivery.isComplete) {
    lines.push("", `  Not delivered: ${delivery.pending} pending, ${delivery.dropped} dropped.`);
  }
  return lines.join("\n");
}

/** The comparison as text for a terminal: one line a metric, with the verdict and what it rests on. */
export function renderComparison(comparison: RunsComparison): string {
  const { metrics, common, added, removed } = comparison;
  return [
    `${comparison.newName} against ${comparison.oldName}: ` +
      `${common.length} cases paired, ${added.length} added, ${removed.length} removed`,
    "",
    ...textTable(
      ["metric", "before", "after", "change", "pairs", "better", "worse", "verdict"],
      metrics.map(toComparisonRow),
    ).map((line) => `  ${line}`),
  ].join("\n");
}

function renderGates(gates: readonly GateResult[]): string[] {
  if (gates.length === 0) return [];
  return [
    "",
    ...gates.map(
      ({ hasPassed, message }) => `  gate ${hasPassed ? "passed" : "FAILED"}: ${message}`,
    ),
  ];
}

const maxRunScores = 12;

function renderRunScores(scores: readonly RunScore[]): string[] {
  if (scores.length === 0) return [];
  const rest = scores.length - maxRunScores;
  const lines = scores.slice(0, maxRunScores).map(({ name, value, error }) => {
    if (error !== undefined) return `  ${name} failed: ${error}`;
    return `  ${name}: ${typeof value === "number" ? number(value) : (value ?? "–")}`;
  });
  return ["", ...lines, ...(rest > 0 ? [`  … and ${rest} more`] : [])];
}

function renderPassRates(rates: readonly PassRate[]): string[] {
  if (rates.length === 0) return [];
  const shown = rates.length <= 5 ? rates : [...rates.slice(0, 4), ...rates.slice(-1)];
  const rows = shown.map(({ k, passAtK, passHatK, cases }) => [
    `k = ${k}`,
    number(passAtK),
    number(passHatK),
    String(cases),
  ]);
  return ["", ...textTable(["trials", "pass@k", "pass^k", "cases"], rows).map((row) => `  ${row}`)];
}

function toMetricRow(metric: MetricSummary): string[] {
  return [
    metric.name,
    number(metric.mean),
    `${metric.counted} of ${metric.total}`,
    String(metric.errors),
    String(metric.notScorable),
    String(metric.missing),
  ];
}

function toComparisonRow(metric: ComparedMetric): string[] {
  return [
    metric.name,
    number(metric.oldMean),
    number(metric.newMean),
    signed(metric.difference),
    String(metric.paired),
    String(metric.improved.length),
    String(metric.degraded.length),
    describeVerdict(metric),
  ];
}

function describeVerdict({ verdict, adjustedPValue: pValue, neededCount }: ComparedMetric): string {
  const words: Readonly<Record<Verdict, string>> = {
    better: "better",
    worse: "WORSE",
    same: "same",
    "cannot-tell": "can't tell",
  };
  const details = [
    ...(verdict === "same" || pValue === null ? [] : [`p = ${pValue.toPrecision(2)}`]),
    ...(neededCount === null ? [] : [`needs about ${neededCount} cases`]),
  ];
  return details.length === 0 ? words[verdict] : `${words[verdict]} (${details.join(", ")})`;
}

function renderProblems(cases: readonly CaseResult[]): string[] {
  const problems = cases.filter(({ outcome }) => outcome !== "skipped").flatMap(problemsOf);
  if (problems.length === 0) return [];
  const rest = problems.length - maxProblems;
  return [
    "",
    ...problems.slice(0, maxProblems).map((line) => `  ${line}`),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
  ];
}

function problemsOf(result: CaseResult): string[] {
  const trial = result.trial === 0 ? "" : `, trial ${result.trial}`;
  const label = `case ${result.index} (${result.datapointId}${trial})`;
  const scoreErrors = Object.entries(result.scores).flatMap(([name, score]) =>
    score.state === "error" ? [`${label}: ${name} failed: ${score.message}`] : [],
  );
  return result.error === undefined
    ? scoreErrors
    : [`${label}: ${result.outcome}: ${result.error}`, ...scoreErrors];
}

function number(value: number | null): string {
  return value === null ? "–" : value.toFixed(3);
}

function signed(value: number | null): string {
  return value === null ? "–" : `${value > 0 ? "+" : ""}${value.toFixed(3)}`;
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
