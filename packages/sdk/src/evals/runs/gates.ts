import { toNumericScore } from "@honeyhive/contract";

import type { Gate, GateResult } from "../types/gate.js";
import type { RunScore } from "../types/run-evaluator.js";
import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import { isAtLeast, isAtMost } from "../../lib/rounding.js";
import type { RunsComparison } from "../types/runs-comparison.js";
import type { MetricSummary } from "../types/metric-summary.js";

/**
 * Judges each gate, of a metric or of what an evaluator of the run came to. One without a value, and a comparison that
 * could not be made, fail: nothing passes unseen. So does one of a name that both have.
 */
export function checkGates(
  gates: Readonly<Record<string, Gate>>,
  metrics: readonly MetricSummary[],
  comparison: RunsComparison | undefined,
  runScores: readonly RunScore[] = [],
): GateResult[] {
  return Object.entries(gates).flatMap(([metric, gate]) => {
    const { min, max, maxRegression } = gate;
    const ofCases = metrics.find(({ name }) => name === metric);
    const ofRun = runScores.find(({ name }) => name === metric);
    if (ofCases !== undefined && ofRun !== undefined) return failForBoth(gate, ofCases, ofRun);
    const value = ofCases?.aggregate ?? toNumericScore(ofRun?.value) ?? null;
    const judge = (hasPassed: boolean, rule: string, bound: number): GateResult => {
      const isKnown = ofCases !== undefined || ofRun !== undefined;
      const came = isKnown ? written(value, bound) : noSuchMetric([...metrics, ...runScores]);
      const why = ofRun?.error === undefined ? "" : `: ${ofRun.error}`;
      return { metric, hasPassed, message: `${metric} ${rule}, got ${came}${why}` };
    };
    return [
      ...(min === undefined
        ? []
        : [judge(value !== null && isAtLeast(value, min), rules.min(min), min)]),
      ...(max === undefined
        ? []
        : [judge(value !== null && isAtMost(value, max), rules.max(max), max)]),
      ...(maxRegression === undefined
        ? []
        : [judgeRegression(metric, maxRegression, { comparison, isOfRun: ofRun !== undefined })]),
    ];
  });
}

const rules = {
  min: (bound: number) => `must be at least ${bound}`,
  max: (bound: number) => `must be at most ${bound}`,
  maxRegression: (bound: number) => `may be worse than the baseline by at most ${bound}`,
} as const;

function failForBoth(gate: Gate, ofCases: MetricSummary, ofRun: RunScore): GateResult[] {
  return (["min", "max", "maxRegression"] as const).flatMap((name) => {
    const bound = gate[name];
    if (bound === undefined) return [];
    const both = describeBoth(written(ofCases.aggregate, bound), describeScore(ofRun, bound));
    const message = `${ofCases.name} ${rules[name](bound)}, but ${both}, and the gate with it`;
    return [{ metric: ofCases.name, hasPassed: false, message }];
  });
}

/** Nobody could say which of them is meant. */
export function describeBoth(ofCases: string, ofRun: string): string {
  return (
    `a metric (${ofCases}) and a score of the run (${ofRun}) have that name. ` +
    "Rename the evaluator of one of them"
  );
}

function describeScore({ value, error }: RunScore, bound: number): string {
  return error === undefined ? written(toNumericScore(value) ?? null, bound) : "failed";
}

/** With four decimals, unless those would be nothing, or the bound that it missed. */
function written(value: number | null, bound: number): string {
  if (value === null) return "no value";
  const short = value.toFixed(4);
  const isSmall = value !== 0 && Math.abs(value) < 0.01;
  return isSmall || (value !== bound && Number(short) === bound)
    ? String(Number(value.toPrecision(10)))
    : short;
}

const maxNamed = 8;

function noSuchMetric(metrics: readonly Pick<MetricSummary, "name">[]): string {
  if (metrics.length === 0) return "no metrics";
  const names = metrics.slice(0, maxNamed).map(({ name }) => name);
  return `no such metric out of ${names.join(", ")}${metrics.length > maxNamed ? ", …" : ""}`;
}

function judgeRegression(
  metric: string,
  tolerance: number,
  { comparison, isOfRun }: { comparison: RunsComparison | undefined; isOfRun: boolean },
): GateResult {
  const compared = comparison?.metrics.find(({ name }) => name === metric);
  const rule = `${metric} ${rules.maxRegression(tolerance)}`;
  if (isOfRun || compared === undefined || compared.difference === null) {
    const why = isOfRun
      ? "scores of the whole run are not compared"
      : "there is nothing to compare with";
    return { metric, hasPassed: false, message: `${rule}, but ${why}` };
  }
  const isWorse =
    compared.verdict === "worse" && !isAtMost(Math.abs(compared.difference), tolerance);
  return {
    metric,
    hasPassed: !isWorse,
    message: `${rule}, changed by ${compared.difference.toFixed(4)} (${compared.verdict})`,
  };
}

/** @throws {HoneyHiveError} `INVALID_OPTION` */
export function checkGateOptions(
  gates: unknown,
  { baseline, sliceBy }: { readonly baseline?: unknown; readonly sliceBy?: unknown },
): void {
  if (gates === undefined) return;
  const entries: [string, unknown][] =
    typeof gates === "object" && gates !== null ? Object.entries(gates) : [];
  const isNumberOrNothing = (value: unknown): boolean =>
    value === undefined || (typeof value === "number" && Number.isFinite(value));
  for (const [metric, gate] of entries) {
    const { min, max, maxRegression, ...rest } = (gate ?? {}) as Readonly<Record<string, unknown>>;
    const bounds = [min, max, maxRegression];
    const hasRule = bounds.some((bound) => bound !== undefined);
    if (!hasRule || !bounds.every(isNumberOrNothing) || Object.keys(rest).length > 0) {
      fail(
        `the gate of \`${metric}\` to be { min?, max?, maxRegression? } with at least one number, got ${JSON.stringify(gate)}`,
      );
    }
    if (maxRegression !== undefined && sliceBy !== undefined && /\[.+=.+\]$/s.test(metric)) {
      fail(
        `the gate of the slice \`${metric}\` to be { min?, max? }, got ${JSON.stringify(gate)}`,
        "Slices are not compared: few cases change by chance.",
      );
    }
    if (maxRegression !== undefined && baseline === undefined) {
      fail(
        `\`baseline\` beside \`maxRegression\` of \`${metric}\`, got none`,
        'Add `baseline: "latest"` (`--baseline latest`), or take `maxRegression` out.',
      );
    }
  }
  if (entries.length === 0) {
    const came = JSON.stringify(gates) === "{}" ? "none" : describeValue(gates);
    fail(`\`gates\` to name metrics, as { accuracy: { min: 0.9 } } does, got ${came}`);
  }
}

function fail(expected: string, help = "Correct `gates`."): never {
  throw new HoneyHiveError("INVALID_OPTION", `Expected ${expected}. ${help}`);
}
