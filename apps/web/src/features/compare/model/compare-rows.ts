import {
  toNumericScore,
  type DatapointMetric,
  type DatapointResult,
  type MetricComparison,
  type RunResult,
} from "@honeyhive/contract";

import type { CaseOfRun, CaseTexts } from "../../../lib/cases/case-texts.js";
import {
  groupTrials,
  toCaseTrials,
  trialNumber,
  type CaseTrial,
} from "../../../lib/cases/group-trials.js";
import type { TextsOf } from "../../../lib/cases/use-case-texts.js";
import { metricKey } from "../../../lib/runs/metric-key.js";
import { lazySearchText } from "../../../lib/text/search-text.js";
import type { ScoreChange } from "./change.js";

export interface ScoreDiff {
  readonly old: DatapointMetric | undefined;
  readonly new: DatapointMetric | undefined;
  readonly delta: number | undefined;
  /** As the server judged the case, or which label it has; undefined where only one run has a score. */
  readonly change: ScoreChange | undefined;
  /** Of these two scores: a trial may have moved against its case. */
  readonly direction: ScoreChange | undefined;
}

/** All trials of the case in each run. */
export interface TrialsOfBoth {
  readonly old: readonly CaseTrial[];
  readonly new: readonly CaseTrial[];
}

interface Row {
  readonly key: string;
  readonly datapointId: string | null;
  /** 1-based; undefined where each case is run once. */
  readonly trial: number | undefined;
  readonly trials: TrialsOfBoth;
  readonly scores: ReadonlyMap<string, ScoreDiff>;
  /** What a search looks through. */
  readonly searchText: () => string;
}

export type CompareRow = Row &
  (
    | { readonly presence: "both"; readonly old: DatapointResult; readonly new: DatapointResult }
    | { readonly presence: "added"; readonly old?: undefined; readonly new: DatapointResult }
    | { readonly presence: "removed"; readonly old: DatapointResult; readonly new?: undefined }
  );

/** What the rows are about in either run. */
export function casesOf(
  rows: readonly CompareRow[],
  pair: { readonly new: string; readonly old: string },
): readonly CaseOfRun[] {
  return rows.flatMap((row) => [
    ...(row.new === undefined ? [] : [{ runId: pair.new, result: row.new }]),
    ...(row.old === undefined ? [] : [{ runId: pair.old, result: row.old }]),
  ]);
}

/** What a case is about: as the new run has it, where it does. */
export function textsOfRow(
  row: CompareRow,
  pair: { readonly new: string; readonly old: string },
  textsOf: TextsOf,
): CaseTexts | undefined {
  return row.new === undefined ? textsOf(pair.old, row.old) : textsOf(pair.new, row.new);
}

/** The same id with other inputs or another ground truth: its scores are not compared. */
export function isEdited(row: {
  readonly old?: DatapointResult | undefined;
  readonly new?: DatapointResult | undefined;
}): boolean {
  const [before, after] = [row.old?.content_hash, row.new?.content_hash];
  return typeof before === "string" && typeof after === "string" && before !== after;
}

export type NamedMetric = Pick<MetricComparison, "metric_name" | "event_name" | "event_type">;

type Results = Pick<RunResult, "datapoints">;

/** One row per datapoint: those of the new run in its order, then those that only the old run has. */
export function toCompareRows(
  newResult: Results,
  oldResult: Results,
  metrics: readonly MetricComparison[],
  lowerIsBetter: (metric: string) => boolean = () => false,
): readonly CompareRow[] {
  const changes = metrics.map((metric) => ({ metric, of: changesOf(metric) }));
  const oldCases = groupTrials(oldResult.datapoints);
  const newCases = groupTrials(newResult.datapoints);
  const olds = byOccurrence(oldCases.flat());
  const news = byOccurrence(newCases.flat());
  const trials = { old: trialsById(oldCases), new: trialsById(newCases) };
  const toRow = (key: string, pair: Pair): CompareRow => {
    const some = pair.presence === "removed" ? pair.old : pair.new;
    const trial = trialNumber(some);
    return {
      key,
      datapointId: some.datapoint_id,
      trial,
      trials: {
        old: trials.old.get(some.datapoint_id) ?? [],
        new: trials.new.get(some.datapoint_id) ?? [],
      },
      searchText: lazySearchText(() => [
        some.datapoint_id,
        some.inputs,
        some.ground_truth,
        pair.new?.error,
        pair.new?.outputs,
        pair.old?.error,
        pair.old?.outputs,
      ]),
      scores: new Map(
        changes.map(({ metric, of }) => {
          const judged = pair.presence === "both" ? of.get(some.datapoint_id ?? "") : undefined;
          const score = diff(findScore(pair.old, metric), findScore(pair.new, metric));
          const ofLabel = isEdited(pair) ? undefined : labelChange(score);
          const own = ofLabel ?? directionOf(score.delta, lowerIsBetter(metric.metric_name));
          const change = ofLabel ?? judged;
          const direction = change === undefined || trial === undefined ? change : own;
          return [metricKey(metric), { ...score, change, direction }];
        }),
      ),
      ...pair,
    };
  };
  const present = [...news].map(([key, result]) => {
    const old = olds.get(key);
    return old === undefined
      ? toRow(key, { presence: "added", new: result })
      : toRow(key, { presence: "both", old, new: result });
  });
  const removed = [...olds]
    .filter(([key]) => !news.has(key))
    .map(([key, old]) => toRow(key, { presence: "removed", old }));
  return [...present, ...removed];
}

type Pair =
  | { readonly presence: "both"; readonly old: DatapointResult; readonly new: DatapointResult }
  | { readonly presence: "added"; readonly old?: undefined; readonly new: DatapointResult }
  | { readonly presence: "removed"; readonly old: DatapointResult; readonly new?: undefined };

function trialsById(
  cases: readonly (readonly DatapointResult[])[],
): ReadonlyMap<string | null | undefined, readonly CaseTrial[]> {
  return new Map(cases.map((results) => [results[0]?.datapoint_id, toCaseTrials(results)]));
}

/** Trials pair up by their number, other repeats of a datapoint in order; a case without an id pairs with nothing. */
export function byOccurrence(
  results: readonly DatapointResult[],
): ReadonlyMap<string, DatapointResult> {
  const uses = new Map<string, number>();
  return new Map(
    results.map((result) => {
      const id = result.datapoint_id ?? `session ${result.session_id}`;
      const use = trialNumber(result) ?? (uses.get(id) ?? 0) + 1;
      uses.set(id, use);
      return [use === 1 ? id : `${id}~${use}`, result];
    }),
  );
}

function changesOf(metric: MetricComparison): ReadonlyMap<string, ScoreChange> {
  const changes = new Map<string, ScoreChange>();
  for (const id of metric.same) changes.set(id, "same");
  for (const id of metric.improved) changes.set(id, "improved");
  for (const id of metric.degraded) changes.set(id, "degraded");
  return changes;
}

/** A function renamed between the runs keeps its metrics: without the event's name, the rest decides. */
export function findScore(
  result: Pick<DatapointResult, "metrics"> | undefined,
  metric: NamedMetric,
): DatapointMetric | undefined {
  const named = result?.metrics.filter(
    (score) => score.name === metric.metric_name && score.event_type === metric.event_type,
  );
  return named?.find((score) => score.event_name === metric.event_name) ?? named?.[0];
}

function diff(
  old: DatapointMetric | undefined,
  current: DatapointMetric | undefined,
): Pick<ScoreDiff, "old" | "new" | "delta"> {
  const before = toNumericScore(old?.value);
  const after = toNumericScore(current?.value);
  const delta = before === undefined || after === undefined ? undefined : after - before;
  return { old, new: current, delta };
}

export function labelChange(
  score: Pick<ScoreDiff, "old" | "new">,
): Extract<ScoreChange, "same" | "other label"> | undefined {
  const [before, after] = [score.old?.value, score.new?.value];
  if (typeof before !== "string" || typeof after !== "string") return undefined;
  return before === after ? "same" : "other label";
}

/** Below this a difference is what rounding left of zero. */
const noise = 1e-12;

export function directionOf(
  delta: number | undefined,
  lowerIsBetter: boolean,
): ScoreChange | undefined {
  if (delta === undefined) return undefined;
  if (Math.abs(delta) < noise) return "same";
  return delta > 0 === lowerIsBetter ? "degraded" : "improved";
}
