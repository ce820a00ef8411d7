import { passRatesOfTrials, type JsonObject, type RunStatus } from "@honeyhive/contract";

import type { ResolvedOptions } from "../config/resolved-options.js";
import type { FlushResult } from "../pipeline/pipeline.js";
import type { CacheSummary } from "./types/model-cache.js";
import type { Budget } from "./cases/budget.js";
import type { CasesRun } from "./cases/run-cases.js";
import { withOlderResult, type OlderEvaluationResult } from "./older-result.js";
import type { ResolvedEvaluation } from "./types/resolved-evaluation.js";
import type { EvaluationResult } from "./types/evaluation-result.js";
import type { CaseResult } from "./types/case-result.js";
import type { RunScore } from "./types/run-evaluator.js";
import { compareRuns, type ComparableRun } from "./runs/compare-runs.js";
import type { RunsComparison } from "./types/runs-comparison.js";
import { checkGates } from "./runs/gates.js";
import type { Gate } from "./types/gate.js";
import { describeConfiguration, offlineDataset, type OpenRun } from "./runs/open-run.js";
import type { RunEnvironment } from "./types/run-environment.js";
import { completeRunRecord } from "./runs/run-record.js";
import {
  countOutcomes,
  metricNames,
  statusOfRun,
  summariseMetrics,
  weighMetrics,
  type WeighedMetrics,
} from "./runs/summarise.js";

/** All that is known of a run when its cases have ended. */
export interface Closing {
  readonly run: OpenRun;
  readonly evaluation: ResolvedEvaluation;
  readonly destination: ResolvedOptions;
  readonly casesRun: CasesRun;
  readonly runScores: readonly RunScore[];
  readonly baseline: ComparableRun | undefined;
  readonly gates: Readonly<Record<string, Gate>>;
  readonly delivery: FlushResult;
  readonly startedAt: number;
  readonly environment: RunEnvironment;
  readonly reproduceCommand: string;
  readonly cache: CacheSummary | undefined;
  /** Still empty: reporters are told of the result. */
  readonly reportErrors: readonly string[];
}

/** Sums a run up, compares it, and tells the server how it ended. */
export async function closeRun(
  closing: Closing,
): Promise<EvaluationResult & OlderEvaluationResult> {
  const { run, evaluation, destination, casesRun, delivery, runScores } = closing;
  const { cases, budget } = casesRun;
  const outcomes = countOutcomes(cases);
  const names = metricNames(cases, evaluation.evaluators);
  const metrics = summariseMetrics(cases, names, evaluation.aggregate);
  const status = statusOfRun(cases);
  const configuration = describeConfiguration(evaluation);
  const comparison = compareWithBaseline(closing, configuration);
  const rates = evaluation.trials === 1 ? [] : passRatesOfTrials(cases);
  const weighed = weighMetrics(metrics, evaluation.evaluators);
  const error = await recordEnd(closing, status, {
    outcomes,
    metrics,
    run_scores: runScores,
    ...(rates.length === 0 ? {} : { pass_rates: rates }),
    ...describeWeighed(weighed),
  });
  return withOlderResult({
    runId: run.record.runId,
    name: run.name,
    status,
    aggregateFunction: evaluation.aggregate,
    datasetId: evaluation.datasetId,
    startedAt: new Date(performance.timeOrigin + closing.startedAt).toISOString(),
    configuration,
    metadata: run.metadata,
    environment: closing.environment,
    selection: evaluation.selection,
    reproduceCommand: closing.reproduceCommand,
    url: pageUrl(closing, `/runs/${run.record.runId}`),
    cases,
    outcomes,
    metrics,
    ...weighed,
    passRates: rates,
    runScores,
    comparison,
    gates: checkGates(closing.gates, metrics, comparison),
    stopReason: stopReasonOf(cases, budget),
    cost: budget.cost,
    lowestConcurrency: casesRun.lowestConcurrency,
    durationMs: performance.now() - closing.startedAt,
    delivery,
    journalPath: run.journal?.isWritten === true ? run.journal.path : undefined,
    resumedCases: run.recorded?.cases.size ?? 0,
    restoredCases: casesRun.restored,
    cache: closing.cache,
    reportErrors: closing.reportErrors,
    lateErrors: casesRun.lateErrors,
    serverError: destination.isDisabledOnPurpose ? undefined : error,
  });
}

function compareWithBaseline(
  closing: Closing,
  configuration: JsonObject,
): RunsComparison | undefined {
  const { run, evaluation, casesRun, baseline } = closing;
  const against = withoutUnselected(baseline, evaluation.unselectedIds);
  if (against === undefined) return undefined;
  const { name, metadata } = run;
  const { datasetId } = evaluation;
  const newRun = { name, metadata, configuration, datasetId, cases: casesRun.cases };
  const comparison = compareRuns(newRun, against);
  const old = encodeURIComponent(against.runId ?? "");
  const url = pageUrl(closing, `/compare?new=${run.record.runId}&old=${old}`);
  return against.isOnServer === true && url !== undefined ? { ...comparison, url } : comparison;
}

/** Undefined where the server does not know the run. */
function pageUrl({ run: { record }, destination }: Closing, path: string): string | undefined {
  return record.error === undefined ? `${destination.serverUrl}${path}` : undefined;
}

function describeWeighed({ weights, weightedScore }: WeighedMetrics): JsonObject {
  return weights === undefined ? {} : { weighted_score: weightedScore, weights };
}

/** @returns why the server does not know how the run ended, if it does not */
async function recordEnd(
  { run, evaluation, destination, casesRun, cache }: Closing,
  status: RunStatus,
  results: JsonObject,
): Promise<string | undefined> {
  if (run.record.error !== undefined) return run.record.error;
  const sessionIds = casesRun.cases.map(({ sessionId }) => sessionId);
  const ids = { session_ids: sessionIds, event_ids: sessionIds };
  const metadata = {
    ...offlineDataset(evaluation),
    ...(cache === undefined ? {} : { cache: { ...cache } }),
  };
  const end = { name: run.name, status, ...ids, metadata, results };
  return completeRunRecord(destination, run.record.runId, end);
}

/** Cases that were not asked for are not missing. */
function withoutUnselected(
  run: ComparableRun | undefined,
  unselectedIds: ReadonlySet<string>,
): ComparableRun | undefined {
  if (run === undefined || unselectedIds.size === 0) return run;
  return { ...run, cases: run.cases.filter((entry) => !unselectedIds.has(entry.datapointId)) };
}

function stopReasonOf(cases: readonly CaseResult[], budget: Budget): string | undefined {
  if (cases.some(({ outcome }) => outcome === "cancelled")) return "the evaluation was cancelled";
  return cases.some(({ outcome }) => outcome === "skipped") ? budget.stopReason : undefined;
}
