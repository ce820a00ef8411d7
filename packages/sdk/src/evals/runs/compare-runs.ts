import {
  compareCases,
  metricsOfCase,
  readLowerIsBetter,
  runChanges,
  type CaseMetricComparison,
  type ComparableCase,
  type JsonObject,
  type RunChange,
  type RunSettings,
  type ScoreState,
} from "@honeyhive/contract";

import type { Likeness } from "./baseline-likeness.js";

export interface ComparedMetric extends Omit<CaseMetricComparison, "pairs" | "isOfCase"> {
  /** Cases that both runs scored. */
  readonly paired: number;
}

/** What is compared of a run: a result, or what a server holds of one. */
export interface ComparableRun {
  readonly name: string;
  readonly runId?: string | undefined;
  /** ISO 8601. */
  readonly startedAt?: string | undefined;
  /** How it was found, where it was not named. */
  readonly likeness?: Likeness | undefined;
  readonly cases: readonly ComparableResult[];
  /** Says of which metrics less is better; enough that one of the runs does. */
  readonly configuration?: JsonObject | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly datasetId?: string | undefined;
}

export interface ComparableResult extends Omit<ComparableCase, "id" | "metrics"> {
  readonly datapointId: string;
  readonly scores: Readonly<Record<string, ScoreState>>;
}

export interface RunsComparison {
  readonly newName: string;
  readonly oldName: string;
  readonly oldRunId: string | undefined;
  /** ISO 8601. */
  readonly oldStartedAt: string | undefined;
  /** What the baseline, where it was looked for, has in common with the run. */
  readonly likeness: Likeness | undefined;
  /** What else is different: metadata, configuration, dataset, commit and machine, as far as both runs say it. */
  readonly changes: readonly RunChange[];
  /** Those that only one of the runs has are listed, and not judged. */
  readonly metrics: readonly ComparedMetric[];
  /** Datapoint ids: these are compared. */
  readonly common: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The same id with other inputs or another ground truth. They are not compared. */
  readonly edited: readonly string[];
}

/**
 * Compares two results case by case: pairs by datapoint id, each case averaged over its trials first, and says for each
 * metric what the difference is worth.
 */
export function compareRuns(newRun: ComparableRun, oldRun: ComparableRun): RunsComparison {
  const { metrics, ...cases } = compareCases(
    newRun.cases.map(toComparable),
    oldRun.cases.map(toComparable),
    readLowerIsBetter(newRun.configuration, oldRun.configuration),
  );
  return {
    newName: newRun.name,
    oldName: oldRun.name,
    oldRunId: oldRun.runId,
    oldStartedAt: oldRun.startedAt,
    likeness: oldRun.likeness,
    changes: runChanges(toSettings(newRun), toSettings(oldRun)),
    ...cases,
    metrics: metrics.map(({ pairs, isOfCase: _, ...metric }) => ({
      ...metric,
      paired: pairs.length,
    })),
  };
}

function toSettings({ metadata, configuration, datasetId }: ComparableRun): RunSettings {
  return { metadata, configuration, dataset_id: datasetId };
}

function toComparable({
  datapointId,
  wireId,
  contentHash,
  scores,
}: ComparableResult): ComparableCase {
  return {
    id: datapointId,
    wireId,
    contentHash,
    metrics: metricsOfCase(scores),
  };
}
