import type { DatapointResult, RunResult } from "@honeyhive/contract";

import { groupTrials } from "../../../lib/cases/group-trials.js";
import { byOccurrence, findScore, isEdited, type NamedMetric } from "./compare-rows.js";

type Results = Pick<RunResult, "datapoints">;

/** How often a label was given in the old run and in the new one. */
export interface LabelShift {
  readonly label: string;
  readonly old: number;
  readonly new: number;
}

export interface LabelShifts {
  /** The most frequent first. */
  readonly labels: readonly LabelShift[];
  /** Cases, or trials, that both runs gave a label with the same inputs and ground truth. */
  readonly pairedCount: number;
  /** Those of them with another one. */
  readonly relabelledCount: number;
}

/** What became of the labels of a metric; undefined where no case has one in both runs. */
export function labelShifts(
  metric: NamedMetric,
  runs: { readonly old: Results; readonly new: Results },
): LabelShifts | undefined {
  const olds = byOccurrence(groupTrials(runs.old.datapoints).flat());
  const pairs = [...byOccurrence(groupTrials(runs.new.datapoints).flat())].flatMap(
    ([key, result]) => {
      const before = olds.get(key);
      const old = labelOf(before, metric);
      const current = labelOf(result, metric);
      const isPaired = old !== undefined && current !== undefined;
      return isPaired && !isEdited({ old: before, new: result }) ? [{ old, new: current }] : [];
    },
  );
  if (pairs.length === 0) return undefined;
  const counts = new Map<string, { old: number; new: number }>();
  for (const pair of pairs) {
    for (const side of ["old", "new"] as const) {
      const count = counts.get(pair[side]) ?? { old: 0, new: 0 };
      count[side] += 1;
      counts.set(pair[side], count);
    }
  }
  return {
    labels: [...counts]
      .map(([label, count]) => ({ label, ...count }))
      .toSorted(
        (left, right) =>
          right.old + right.new - left.old - left.new || byText(left.label, right.label),
      ),
    pairedCount: pairs.length,
    relabelledCount: pairs.filter((pair) => pair.old !== pair.new).length,
  };
}

/** How often a run gave each label, the most frequent first. */
export function countLabels(
  metric: NamedMetric,
  { datapoints }: Results,
): readonly (readonly [label: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const result of datapoints) {
    const label = labelOf(result, metric);
    if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts].toSorted(
    ([first, left], [second, right]) => right - left || byText(first, second),
  );
}

function byText(left: string, right: string): number {
  return left < right ? -1 : 1;
}

function labelOf(result: DatapointResult | undefined, metric: NamedMetric): string | undefined {
  const value = findScore(result, metric)?.value;
  return typeof value === "string" ? value : undefined;
}
