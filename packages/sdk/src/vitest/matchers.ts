import { nearestName, toNumericScore } from "@honeyhive/contract";

import {
  describeSize,
  formatCounted,
  formatNumber,
  formatRunValue,
} from "../evals/report/format.js";
import { labelProblem, listProblems } from "../evals/report/list-problems.js";
import { describeRunScore } from "../evals/report/render.js";
import type { EvaluationResult } from "../evals/types/evaluation-result.js";
import type { MetricSummary } from "../evals/types/metric-summary.js";
import { describeBoth } from "../evals/runs/gates.js";
import { isAtLeast } from "../lib/rounding.js";

/** On results of `evaluate()`. Messages say what was counted, and what was not. */
export interface EvaluationMatchers<Returned> {
  /** Every gate has passed; fails for a run without gates. */
  toPassGates: () => Returned;
  /** A metric, by `aggregate` its mean, or a score of the run is at least `min`; fails for one without a value. */
  toScoreAtLeast: (metric: string, min: number) => Returned;
  /** The run completed, and no case errored or timed out, and no evaluator failed, of cases or of the run. */
  toHaveNoErrors: () => Returned;
  /** No metric, or not the one that is named, is worse than in the baseline beyond chance; fails where nothing can be compared. */
  toHaveNoRegression: (metric?: string) => Returned;
}

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

const maxProblems = 5;

export const evaluationMatchers = {
  toPassGates(received: unknown): MatcherResult {
    const result = checkResult(received);
    const failed = result.gates.filter(({ hasPassed }) => !hasPassed);
    const pass = result.gates.length > 0 && failed.length === 0;
    return describe(pass, result, () => {
      if (result.gates.length === 0) return "to pass its gates, but it has none: pass `gates`";
      return `${pass ? "not " : ""}to pass its gates:\n${result.gates
        .map((gate) => `  ${gate.hasPassed ? "passed" : "FAILED"}: ${gate.message}`)
        .join("\n")}\n${describeMetrics(result.metrics)}`;
    });
  },

  toScoreAtLeast(received: unknown, name: string, min: number): MatcherResult {
    const result = checkResult(received);
    const { value, came, both } = findScore(name, result);
    const pass = value !== null && isAtLeast(value, min);
    return describe(pass, result, () => {
      if (came === undefined) return `to have the metric "${name}"${hintFor(name, result)}`;
      if (both !== undefined) return `to score at least ${min} on ${name}, but ${both}`;
      return `${pass ? "not " : ""}to score at least ${min} on ${name}, got ${came}`;
    });
  },

  toHaveNoErrors(received: unknown): MatcherResult {
    const result = checkResult(received);
    const problems = listProblems(result).filter(
      ({ result: { outcome, scores } }) =>
        outcome !== "failed" || Object.values(scores).some(({ state }) => state === "error"),
    );
    const failed = result.runScores.filter(({ error }) => error !== undefined);
    const pass = problems.length === 0 && failed.length === 0 && result.status === "completed";
    return describe(pass, result, () =>
      [
        `${pass ? "not " : ""}to have no errors, got ${problems.length} in ${describeSize(result)}, run ${result.status}`,
        ...problems
          .slice(0, maxProblems)
          .map(
            (problem) => `  ${labelProblem(problem)}: ${problem.reason}\n    ${problem.command}`,
          ),
        ...failed.map((score) => `  ${score.name}${describeRunScore(score)}`),
      ].join("\n"),
    );
  },

  toHaveNoRegression(received: unknown, name?: string): MatcherResult {
    const result = checkResult(received);
    const { comparison } = result;
    const compared = (comparison?.metrics ?? []).filter(
      (metric) => name === undefined || metric.name === name,
    );
    const worse = compared.filter(({ verdict }) => verdict === "worse");
    const isCompared = compared.some(({ difference }) => difference !== null);
    const both = name === undefined ? undefined : findScore(name, result).both;
    const pass = isCompared && worse.length === 0 && both === undefined;
    return describe(pass, result, () => {
      const what = name === undefined ? "any metric" : name;
      if (both !== undefined) return `not to be worse on ${name}, but ${both}`;
      if (comparison === undefined)
        return "to be compared, but it has no baseline: pass `baseline`";
      if (!isCompared) return `to be compared with ${comparison.oldName} on ${what}`;
      const lines = compared.map(
        (metric) =>
          `  ${metric.name}: ${formatNumber(metric.oldMean)} to ${formatNumber(metric.newMean)} ` +
          `over ${metric.paired} pairs, ${metric.verdict}`,
      );
      return `${pass ? "" : "not "}to be worse than ${comparison.oldName} on ${what}:\n${lines.join("\n")}`;
    });
  },
};

interface FoundScore {
  readonly value: number | null;
  /** Undefined where there is no such metric. */
  readonly came: string | undefined;
  /** Where a metric and a score of the run have the name. */
  readonly both?: string | undefined;
}

function findScore(name: string, { metrics, runScores }: EvaluationResult): FoundScore {
  const metric = metrics.find((candidate) => candidate.name === name);
  const score = runScores.find((candidate) => candidate.name === name);
  const ofRun = score && (score.error ?? formatScore(toNumericScore(score.value)));
  if (metric === undefined) return { value: toNumericScore(score?.value) ?? null, came: ofRun };
  const { aggregate } = metric;
  const came = formatNumber(aggregate);
  if (ofRun !== undefined) return { value: null, came, both: describeBoth(came, ofRun) };
  return { value: aggregate, came: `${came} over ${formatCounted(metric)}` };
}

function formatScore(value: number | undefined): string {
  return value === undefined ? formatNumber(null) : formatRunValue(value);
}

function checkResult(received: unknown): EvaluationResult {
  if (
    typeof received === "object" &&
    received !== null &&
    "metrics" in received &&
    "gates" in received
  ) {
    // Only results of `evaluate()` have both.
    return received as EvaluationResult;
  }
  throw new TypeError("Expected a result of evaluate(). Await it: expect(await evaluate({ … })).");
}

function describe(
  pass: boolean,
  result: EvaluationResult,
  expectation: () => string,
): MatcherResult {
  return {
    pass,
    message: () => `Expected ${result.name} (${describeSize(result)}) ${expectation()}`,
  };
}

function describeMetrics(metrics: readonly MetricSummary[]): string {
  return metrics
    .map(
      (metric) =>
        `  ${metric.name}: ${formatNumber(metric.aggregate)} over ${formatCounted(metric)}`,
    )
    .join("\n");
}

function hintFor(name: string, { metrics, runScores }: EvaluationResult): string {
  const names = [...metrics, ...runScores].map((one) => one.name);
  const nearest = nearestName(name, names);
  return nearest === undefined
    ? `; it has ${names.join(", ") || "none"}`
    : `. Did you mean "${nearest}"?`;
}
