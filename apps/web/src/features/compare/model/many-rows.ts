import {
  readLowerIsBetter,
  toNumericScore,
  type CaseOutcome,
  type DatapointMetric,
  type DatapointResult,
} from "@honeyhive/contract";

import { caseOutcome } from "../../../lib/runs/case-outcome.js";
import type { CaseOfRun } from "../../../lib/cases/case-texts.js";
import { groupTrials, trialNumber } from "../../../lib/cases/group-trials.js";
import { metricKey } from "../../../lib/runs/metric-key.js";
import { lazySearchText } from "../../../lib/text/search-text.js";
import type { ScoreChange } from "./change.js";
import {
  byOccurrence,
  directionOf,
  findScore,
  labelChange,
  type NamedMetric,
} from "./compare-rows.js";
import type { ComparedRun } from "./summarise-runs.js";

export interface ManyScore {
  readonly score: DatapointMetric | undefined;
  /** From the baseline; undefined where there is nothing to compare. */
  readonly delta: number | undefined;
  readonly direction: ScoreChange | undefined;
}

/** One case in one run. */
export interface ManyCell {
  readonly result: DatapointResult;
  readonly outcome: CaseOutcome;
  /** Other inputs or another ground truth than in the baseline: its scores are not compared. */
  readonly isEdited: boolean;
  /** By the metric's key; reckoned when asked, because few of many cases are in sight. */
  readonly scoreOf: (metric: string) => ManyScore | undefined;
}

/** One case in all runs, those that lack it with undefined in their place. The baseline comes first. */
export interface ManyRow {
  readonly key: string;
  readonly datapointId: string | null;
  /** 1-based; undefined where each case is run once. */
  readonly trial: number | undefined;
  readonly cells: readonly (ManyCell | undefined)[];
  readonly searchText: () => string;
}

/** The cases of the baseline in its order, then those that it lacks. */
export function toManyRows(
  runs: readonly ComparedRun[],
  metrics: readonly NamedMetric[],
): readonly ManyRow[] {
  const configurations = runs.map(({ result }) => result.run_object.configuration);
  const lowerIsBetter = readLowerIsBetter(...configurations);
  const byKey = new Map(metrics.map((metric) => [metricKey(metric), metric]));
  const byRun = runs.map(({ result }) => byOccurrence(groupTrials(result.datapoints).flat()));
  const keys = new Set(byRun.flatMap((cases) => [...cases.keys()]));
  return [...keys].flatMap((key) => {
    const results = byRun.map((cases) => cases.get(key));
    const [base] = results;
    const some = base ?? results.find((result) => result !== undefined);
    if (some === undefined) return [];
    return {
      key,
      datapointId: some.datapoint_id,
      trial: trialNumber(some),
      searchText: lazySearchText(() => [
        some.datapoint_id,
        some.inputs,
        some.ground_truth,
        ...results.flatMap((result) => [result?.error, result?.outputs]),
      ]),
      cells: results.map((result): ManyCell | undefined => {
        if (result === undefined) return undefined;
        const isEdited = differs(base, result);
        const scoreOf = scorer({ base: isEdited ? undefined : base, byKey, lowerIsBetter }, result);
        return { result, outcome: caseOutcome(result), isEdited, scoreOf };
      }),
    };
  });
}

/** The case whose inputs name the row: the baseline's, where it has it. */
export function namingCase(
  { cells }: Pick<ManyRow, "cells">,
  runs: readonly Pick<ComparedRun, "runId">[],
): CaseOfRun | undefined {
  const place = cells.findIndex((cell) => cell !== undefined);
  const [run, cell] = [runs[place], cells[place]];
  return run === undefined || cell === undefined
    ? undefined
    : { runId: run.runId, result: cell.result };
}

interface Scoring {
  /** What is compared with; undefined where nothing can be. */
  readonly base: DatapointResult | undefined;
  readonly byKey: ReadonlyMap<string, NamedMetric>;
  readonly lowerIsBetter: (metric: string) => boolean;
}

function scorer(scoring: Scoring, result: DatapointResult): ManyCell["scoreOf"] {
  const { base, byKey, lowerIsBetter } = scoring;
  return (key) => {
    const metric = byKey.get(key);
    if (metric === undefined) return undefined;
    const score = findScore(result, metric);
    const old = findScore(base, metric);
    const before = toNumericScore(old?.value);
    const after = toNumericScore(score?.value);
    const isCompared = result !== base && before !== undefined && after !== undefined;
    const delta = isCompared ? after - before : undefined;
    const ofLabel = result === base ? undefined : labelChange({ old, new: score });
    const direction = ofLabel ?? directionOf(delta, lowerIsBetter(metric.metric_name));
    return { score, delta, direction };
  };
}

function differs(base: DatapointResult | undefined, result: DatapointResult): boolean {
  const [before, after] = [base?.content_hash, result.content_hash];
  return typeof before === "string" && typeof after === "string" && before !== after;
}
