import { describeValue } from "../../lib/errors.js";
import type { CaseResult } from "../types/case-result.js";
import type { RunEvaluatorObject } from "../types/run-evaluator.js";
import { select, type RowWith, type Selection } from "./select.js";

/**
 * Accuracy, macro F1, and precision, recall and F1 of each label, over all cases that gave an output and have a ground
 * truth, and how many of all those were. An output that is undefined is of no label, and wrong. A value whose
 * denominator is zero is left out.
 *
 * Each case counts once: of several trials that gave an output each is a share of their case, so that all numbers are
 * those of the mean over each case's trials. `counted` and `total` are of trials.
 */
export function classification<Output = unknown, GroundTruth = unknown>(
  selection: Selection<Output, GroundTruth> = {},
): RunEvaluatorObject<RowWith<GroundTruth>, Output> {
  const prefix = selection.name ?? "classification";
  return {
    name: prefix,
    evaluate: (cases) => {
      checkCases(cases);
      const pairs = cases
        .filter((one) => one.groundTruth !== undefined && hasOutput(one))
        .map(({ datapointId, outputs, groundTruth }) => ({
          datapointId,
          ...select(outputs, groundTruth, selection),
        }))
        .filter(({ expected }) => expected !== undefined)
        .map(({ datapointId, actual, expected }) => ({
          datapointId,
          actual: actual === undefined ? undefined : toLabel(actual),
          expected: toLabel(expected),
        }));
      const trials = shareCases(pairs);
      const perLabel = rateLabels(trials);
      const f1s = perLabel.map(({ f1 }) => f1).filter((value) => value !== undefined);
      const right = trials.filter(({ actual, expected }) => actual === expected);
      return definedOnly({
        [`${prefix}.counted`]: pairs.length,
        [`${prefix}.total`]: cases.length,
        [`${prefix}.accuracy`]: ratio(sumShares(right), sumShares(trials)),
        [`${prefix}.macro_f1`]: ratio(
          f1s.reduce((sum, value) => sum + value, 0),
          f1s.length,
        ),
        ...Object.fromEntries(
          perLabel.flatMap(({ label, precision, recall, f1 }) => [
            [`${prefix}.${label}.precision`, precision],
            [`${prefix}.${label}.recall`, recall],
            [`${prefix}.${label}.f1`, f1],
          ]),
        ),
      });
    },
  };
}

/** What JavaScript lists among the evaluators of cases is called with an output. */
function checkCases(given: unknown): void {
  if (Array.isArray(given)) return;
  throw new TypeError(
    `Expected classification() to get the cases of a run, got ${describeValue(given)}. ` +
      "List it in `runEvaluators`, not in `evaluators`.",
  );
}

/** A case may have errored because an evaluator did. */
function hasOutput({ outcome, scores }: Pick<CaseResult, "outcome" | "scores">): boolean {
  return outcome === "passed" || outcome === "failed" || Object.keys(scores).length > 0;
}

/** Any two objects would be the same label. */
function toLabel(value: unknown): string {
  if (value === null || !["object", "function"].includes(typeof value)) return String(value);
  throw new TypeError(
    `Expected labels to be text, numbers or booleans, got ${describeValue(value)}. ` +
      "Pass `actual` and `expected` to take them out of outputs and ground truth.",
  );
}

interface LabelRates {
  readonly label: string;
  readonly precision: number | undefined;
  readonly recall: number | undefined;
  readonly f1: number | undefined;
}

interface LabelPair {
  readonly datapointId: string;
  readonly actual: string | undefined;
  readonly expected: string;
}

interface LabelledTrial extends LabelPair {
  /** Of its case. */
  readonly share: number;
}

function shareCases(pairs: readonly LabelPair[]): LabelledTrial[] {
  const trials = new Map<string, number>();
  for (const { datapointId: id } of pairs) trials.set(id, (trials.get(id) ?? 0) + 1);
  return pairs.map((pair) => ({ ...pair, share: 1 / (trials.get(pair.datapointId) ?? 1) }));
}

function sumShares(trials: readonly LabelledTrial[]): number {
  return trials.reduce((sum, { share }) => sum + share, 0);
}

function rateLabels(trials: readonly LabelledTrial[]): LabelRates[] {
  const counts = new Map<string, { given: number; wanted: number; hits: number }>();
  const countOf = (label: string): { given: number; wanted: number; hits: number } => {
    const count = counts.get(label) ?? { given: 0, wanted: 0, hits: 0 };
    counts.set(label, count);
    return count;
  };
  for (const { actual, expected, share } of trials) {
    countOf(expected).wanted += share;
    if (actual !== undefined) countOf(actual).given += share;
    if (actual === expected) countOf(expected).hits += share;
  }
  return Array.from(counts, ([label, { given, wanted, hits }]) => ({
    label,
    precision: ratio(hits, given),
    recall: ratio(hits, wanted),
    f1: ratio(2 * hits, given + wanted),
  }));
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

function definedOnly(values: Readonly<Record<string, number | undefined>>): Record<string, number> {
  const entries = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(entries);
}
