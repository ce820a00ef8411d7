import {
  toLabel,
  toMetricComparison,
  toNumericScore,
  type AggregateFunction,
  type CaseUsage,
  type ComparableCase,
  type ExperimentRun,
  type RunComparison,
} from "@honeyhive/contract";

import type { LoopTurns } from "../lib/loop-turns.js";
import type { CaseComparisons, ComparedRun } from "./case-comparisons.js";
import type { RunCase } from "./run-case.js";
import { toEventDetails } from "./run-result.js";

export interface RunWithCases {
  readonly run: ExperimentRun;
  readonly cases: readonly RunCase[];
}

/** What keeps comparisons, and lets others have their turns while one is made. */
interface Comparing {
  readonly comparisons: CaseComparisons;
  readonly turns: Pick<LoopTurns, "run">;
}

/** Compares two runs over the datapoints that both have, metric by metric. */
export async function compareRuns(
  oldRun: RunWithCases,
  newRun: RunWithCases,
  aggregateFunction: AggregateFunction,
  { comparisons, turns }: Comparing,
): Promise<RunComparison> {
  const { common, added, removed, edited, metrics, usage } = await comparisons.compare(
    toCompared(newRun),
    toCompared(oldRun),
    turns,
  );
  return {
    metrics: metrics.map((metric) => toMetricComparison(metric, aggregateFunction)),
    // Whatever scores are aggregated by, of times and costs it is the mean that adds up.
    usage: usage.map((each) => toMetricComparison(each, "average")),
    commonDatapoints: common,
    new_only_datapoints: added,
    old_only_datapoints: removed,
    edited_datapoints: edited,
    event_details: compareEventDetails(oldRun.cases, newRun.cases),
    old_run: oldRun.run,
    new_run: newRun.run,
  };
}

function toCompared({ run, cases }: RunWithCases): ComparedRun {
  return { cases: cases.flatMap(toComparable), configuration: run.configuration };
}

/** Cases without a datapoint pair with nothing. */
function toComparable(runCase: RunCase): ComparableCase[] {
  const { datapointId, trial, wireId, contentHash, scores } = runCase;
  if (datapointId === null) return [];
  const metrics = scores.map(({ name, eventName, eventType, isOfCase, value }) => ({
    name,
    eventName,
    eventType,
    isOfCase,
    value: toNumericScore(value),
    label: toLabel(value),
  }));
  return [{ id: datapointId, trial, wireId, contentHash, metrics, usage: usageOf(runCase) }];
}

/** As `comparableUsage` says it of what a client measured. */
function usageOf(runCase: RunCase): CaseUsage | undefined {
  const { usage, isCached } = runCase;
  if (!hasEnded(runCase)) return undefined;
  return isCached ? { ...usage, cost_usd: undefined } : usage;
}

function hasEnded({ outcome, error }: RunCase): boolean {
  return outcome === null ? error === null : outcome === "passed" || outcome === "failed";
}

function compareEventDetails(
  oldCases: readonly RunCase[],
  newCases: readonly RunCase[],
): RunComparison["event_details"] {
  const [before, after] = [toEventDetails(oldCases), toEventDetails(newCases)];
  const isIn = (list: typeof before, wanted: (typeof before)[number]): boolean =>
    list.some(
      (detail) =>
        detail.event_name === wanted.event_name && detail.event_type === wanted.event_type,
    );
  return [
    ...after.map((detail) => ({
      ...detail,
      presence: isIn(before, detail) ? ("both" as const) : ("new" as const),
    })),
    ...before
      .filter((detail) => !isIn(after, detail))
      .map((detail) => ({ ...detail, presence: "old" as const })),
  ];
}
