import { formatDecimal, oneLine as onOneLine } from "@honeyhive/contract";

import type { EvaluationResult } from "../types/evaluation-result.js";
import type { MetricSummary } from "../types/metric-summary.js";

/** `40 cases`, or `40 cases × 3 trials`: outcomes and denominators are of trials then. */
export function describeSize({
  cases,
  configuration,
}: Pick<EvaluationResult, "cases" | "configuration">): string {
  const trials = configuration["trials"];
  if (typeof trials !== "number" || trials <= 1) return countOf(cases.length, "case");
  return `${countOf(cases.length / trials, "case")} × ${trials} trials`;
}

/** What the column of the metrics' values is called. */
export function aggregateTitle({
  aggregateFunction,
}: Pick<EvaluationResult, "aggregateFunction">): string {
  return aggregateFunction === "average" ? "mean" : aggregateFunction;
}

export function formatNumber(value: number | null): string {
  return value === null ? "–" : formatDecimal(value);
}

/** A score of the run: what is whole, such as a count, as one would write it. */
export function formatRunValue(value: number): string {
  return Number.isInteger(value) ? String(value) : formatDecimal(value);
}

export function formatSigned(value: number | null): string {
  return value === null ? "–" : `${value > 0 ? "+" : ""}${formatDecimal(value)}`;
}

/** `4.2 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** `1 case`, `4 cases`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/**
 * `0.625 (exact × 3, tone × 1)`, where somebody has weighed: the mean of means that nobody has weighed would be one of
 * milliseconds and shares.
 */
export function formatWeighted({
  weights,
  weightedScore,
}: Pick<EvaluationResult, "weights" | "weightedScore">): string | undefined {
  if (weights === undefined) return undefined;
  const parts = Object.entries(weights).map(([name, weight]) => `${name} × ${weight}`);
  return `${formatNumber(weightedScore)} (${oneLine(parts.join(", "), 200)})`;
}

/** Why a run is not good though its gates have passed; undefined where that is not so. */
export function describeUngated({
  gates,
  outcomes,
  runScores,
}: Pick<EvaluationResult, "gates" | "outcomes" | "runScores">): string | undefined {
  if (gates.length === 0 || !gates.every(({ hasPassed }) => hasPassed)) return undefined;
  const broken = outcomes.errored + outcomes["timed-out"];
  const failed = runScores.filter(({ error }) => error !== undefined).length;
  const parts = [
    broken === 0 ? [] : [`${broken} errored or timed out`],
    failed === 0 ? [] : [`${countOf(failed, "score")} of the run failed`],
  ].flat();
  if (parts.length === 0) return undefined;
  return `not good all the same: ${parts.join(", and ")}, which no gate excuses`;
}

/** `4 of 5`, and what was not counted. */
export function formatCounted(metric: MetricSummary): string {
  const { counted, total, errors, notScorable, missing } = metric;
  const rest = [
    errors > 0 ? [countOf(errors, "error")] : [],
    notScorable > 0 ? [`${notScorable} n/a`] : [],
    missing > 0 ? [`${missing} missing`] : [],
  ].flat();
  return `${counted} of ${total}${rest.length === 0 ? "" : ` (${rest.join(", ")})`}`;
}

/** Text of others on one line of bounded length; what would steer a terminal is shown. */
export function oneLine(text: string, maxLength: number): string {
  const line = onOneLine(text.slice(0, maxLength * 4).replaceAll(/\s+/g, " "));
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1)}…`;
}

/** The first lines, and how many there are beyond them. */
export function capLines(lines: readonly string[], max: number, what: string): string[] {
  if (lines.length <= max) return [...lines];
  return [...lines.slice(0, max - 1), `… and ${lines.length - max + 1} more ${what}`];
}
