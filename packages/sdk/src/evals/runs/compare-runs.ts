import {
  comparableUsage,
  compareCases,
  compareCasesInSteps,
  metricsOfCase,
  readLowerIsBetter,
  runChanges,
  type CaseMetricComparison,
  type ComparableCase,
  type JsonObject,
  type MeasuredCase,
  type RunSettings,
  type ScoreState,
} from "@honeyhive/contract";

import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import { inTurns } from "../../lib/in-turns.js";
import { isThenable } from "../../lib/is-thenable.js";
import type { ComparedMetric, RunsComparison } from "../types/runs-comparison.js";
import type { Likeness } from "../types/likeness.js";

/** What is compared of a run: a result, or what a server holds of one. */
export interface ComparableRun {
  readonly name: string;
  readonly runId?: string | undefined;
  /** ISO 8601. */
  readonly startedAt?: string | undefined;
  /** How it was found, where it was not named. */
  readonly likeness?: Likeness | undefined;
  /** The server that the new run goes to holds it. */
  readonly isOnServer?: boolean | undefined;
  readonly cases: readonly ComparableResult[];
  /** Says of which metrics less is better; enough that one of the runs does. */
  readonly configuration?: JsonObject | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly datasetId?: string | undefined;
}

export interface ComparableResult
  extends Omit<ComparableCase, "id" | "metrics" | "usage">, MeasuredCase {
  readonly datapointId: string;
  readonly scores: Readonly<Record<string, ScoreState>>;
}

/**
 * Compares two results case by case: pairs by datapoint id, each case averaged over its trials first, and says for each
 * metric what the difference is worth.
 *
 * @throws {HoneyHiveError} `INVALID_OPTION` for what is no run
 */
export function compareRuns(newRun: ComparableRun, oldRun: ComparableRun): RunsComparison {
  checkRun("first", newRun);
  checkRun("second", oldRun);
  return toComparison(newRun, oldRun, compareCases(...toComparables(newRun, oldRun)));
}

/** The same beside what else the program does: of 100,000 cases a metric can take a second. */
export async function compareRunsInTurns(
  newRun: ComparableRun,
  oldRun: ComparableRun,
): Promise<RunsComparison> {
  const compared = await inTurns(compareCasesInSteps(...toComparables(newRun, oldRun)));
  return toComparison(newRun, oldRun, compared);
}

function toComparables(
  newRun: ComparableRun,
  oldRun: ComparableRun,
): Parameters<typeof compareCasesInSteps> {
  return [
    newRun.cases.map(toComparable),
    oldRun.cases.map(toComparable),
    readLowerIsBetter(newRun.configuration, oldRun.configuration),
  ];
}

function toComparison(
  newRun: ComparableRun,
  oldRun: ComparableRun,
  { metrics, usage, ...cases }: ReturnType<typeof compareCases>,
): RunsComparison {
  return {
    newName: newRun.name,
    oldName: oldRun.name,
    oldRunId: oldRun.runId,
    oldStartedAt: oldRun.startedAt,
    likeness: oldRun.likeness,
    changes: runChanges(toSettings(newRun), toSettings(oldRun)),
    ...cases,
    metrics: metrics.map(toCompared),
    usage: usage.map(toCompared),
  };
}

function toCompared({ pairs, isOfCase: _, ...metric }: CaseMetricComparison): ComparedMetric {
  return { ...metric, paired: pairs.length };
}

/** Programs without types, and those that have not awaited a result. */
function checkRun(which: string, run: unknown): void {
  const isRun =
    typeof run === "object" && run !== null && "cases" in run && Array.isArray(run.cases);
  if (isRun) return;
  const came = isThenable(run) ? "a promise" : describeValue(run);
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected the ${which} argument of compareRuns() to be a result of evaluate() or of readLocalRun(), got ${came}. ` +
      "Await what gives one: compareRuns(await evaluate({ … }), await readLocalRun(id)).",
  );
}

function toSettings({ metadata, configuration, datasetId }: ComparableRun): RunSettings {
  return { metadata, configuration, dataset_id: datasetId };
}

function toComparable(result: ComparableResult): ComparableCase {
  const { datapointId: id, trial, wireId, contentHash, scores } = result;
  return {
    id,
    trial,
    wireId,
    contentHash,
    metrics: metricsOfCase(scores),
    usage: comparableUsage(result),
  };
}
