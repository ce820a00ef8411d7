import { passRatesOfTrials, type JsonObject } from "@honeyhive/contract";

import type { ResolvedOptions } from "../config/resolved-options.js";
import type { FlushResult } from "../pipeline/pipeline.js";
import type { CacheSummary } from "./types/model-cache.js";
import { createLogger } from "../lib/logger.js";
import type { Budget } from "./cases/budget.js";
import { warnOfStreams } from "./cases/warn-of-streams.js";
import type { CasesRun } from "./cases/run-cases.js";
import { withOlderResult, type OlderEvaluationResult } from "./older-result.js";
import type { ResolvedEvaluation } from "./types/resolved-evaluation.js";
import type { CasesSummary, EvaluationResult } from "./types/evaluation-result.js";
import type { MetricSummary } from "./types/metric-summary.js";
import type { CaseResult } from "./types/case-result.js";
import type { RunScore } from "./types/run-evaluator.js";
import { compareRunsInTurns, type ComparableRun } from "./runs/compare-runs.js";
import type { RunsComparison } from "./types/runs-comparison.js";
import { checkGates } from "./runs/gates.js";
import { namesOfRunEvaluators } from "./scoring/run-run-evaluators.js";
import type { DatapointInput } from "./types/datapoint.js";
import type { EvaluateOptions } from "./types/evaluate-options.js";
import type { Gate } from "./types/gate.js";
import { defaultLimits, type RequestLimits } from "./server/call-server.js";
import { describeConfiguration, offlineDataset, type OpenRun } from "./runs/open-run.js";
import type { RunEnvironment } from "./types/run-environment.js";
import { sumUsage } from "./usage/sum-usage.js";
import { completeRunRecord, readRunResult } from "./runs/run-record.js";
import { metricsOfSlices, sliceRun } from "./runs/slice-run.js";
import {
  countOutcomes,
  metricNames,
  statusOfRun,
  summariseMetrics,
  weighMetrics,
  type WeighedMetrics,
} from "./runs/summarise.js";

/** All that is known of a run when its cases have ended. */
export interface EndedCases {
  readonly run: OpenRun;
  readonly evaluation: ResolvedEvaluation;
  readonly destination: ResolvedOptions;
  readonly casesRun: CasesRun;
  readonly baseline: ComparableRun | undefined;
  readonly options: Pick<EvaluateOptions<DatapointInput, unknown>, "gates" | "runEvaluators">;
  readonly startedAt: number;
  readonly environment: RunEnvironment;
  readonly reproduceCommand: string;
  readonly cache: CacheSummary | undefined;
  /** Still empty: reporters are told of the result. */
  readonly reportErrors: readonly string[];
}

/** What became of them afterwards. */
export interface Closing {
  readonly runScores: readonly RunScore[];
  readonly delivery: FlushResult;
  /** Of cases that the server knows nothing of. */
  readonly untoldSessions: ReadonlySet<string>;
}

/** Sums the cases up and compares them. */
export async function sumUp(ended: EndedCases): Promise<CasesSummary> {
  const { run, evaluation, destination, casesRun } = ended;
  const { cases, budget } = casesRun;
  const durationMs = performance.now() - ended.startedAt;
  const outcomes = countOutcomes(cases);
  const names = metricNames(cases, evaluation.evaluators);
  const metrics = summariseMetrics(cases, names, evaluation.aggregate);
  const slices = sliceRun(cases, names, evaluation);
  const gated = [...metrics, ...metricsOfSlices(slices)];
  const configuration = describeConfiguration(evaluation);
  const comparison = await compareWithBaseline(ended, configuration);
  warnOfStreams(cases, createLogger({ isVerbose: false }));
  return {
    runId: run.record.runId,
    name: run.name,
    status: statusOfRun(cases),
    aggregateFunction: evaluation.aggregate,
    datasetId: evaluation.datasetId,
    startedAt: new Date(performance.timeOrigin + ended.startedAt).toISOString(),
    configuration,
    metadata: run.metadata,
    environment: ended.environment,
    selection: evaluation.selection,
    reproduceCommand: ended.reproduceCommand,
    url: pageUrl(ended, `/runs/${run.record.runId}`),
    cases,
    outcomes,
    metrics,
    slices,
    ...weighMetrics(metrics, evaluation.evaluators),
    passRates: evaluation.trials === 1 ? [] : passRatesOfTrials(cases),
    comparison,
    gates: checkGates(gatesOfCases(ended, gated), gated, comparison),
    stopReason: stopReasonOf(cases, budget),
    cost: budget.cost,
    usage: sumUsage(cases),
    lowestConcurrency: casesRun.lowestConcurrency,
    durationMs,
    journalPath: run.journal?.isWritten === true ? run.journal.path : undefined,
    resumedCases: run.recorded?.cases.size ?? 0,
    restoredCases: casesRun.restored,
    cache: ended.cache,
    reportErrors: ended.reportErrors,
    lateErrors: casesRun.lateErrors,
    serverError: destination.isDisabledOnPurpose ? undefined : run.record.error,
  };
}

/** Gates that nothing but an evaluator of the run could answer are judged when it has. */
function gatesOfCases(
  { options: { gates = {}, runEvaluators = [] } }: EndedCases,
  metrics: readonly MetricSummary[],
): Readonly<Record<string, Gate>> {
  if (runEvaluators.length === 0) return gates;
  const names = new Set(metrics.map(({ name }) => name));
  return Object.fromEntries(Object.entries(gates).filter(([name]) => names.has(name)));
}

/** Tells the server how a run ended. */
export async function closeRun(
  ended: EndedCases,
  summary: CasesSummary,
  closing: Closing,
): Promise<EvaluationResult & OlderEvaluationResult> {
  const { runScores, delivery } = closing;
  const { outcomes, metrics, passRates, slices } = summary;
  const gated = [...metrics, ...metricsOfSlices(slices)];
  const gates = checkGates(ended.options.gates ?? {}, gated, summary.comparison, runScores);
  const { weightedScore, weights } = summary;
  const runEvaluators = namesOfRunEvaluators(ended.options.runEvaluators);
  const whole = { runEvaluators, runScores, gates, weightedScore, weights };
  ended.run.journal?.conclude({ kind: "results", ...whole });
  const error = await recordEnd(ended, summary, closing, {
    outcomes,
    metrics,
    run_scores: runScores,
    ...(gates.length === 0 ? {} : { gates }),
    ...(passRates.length === 0 ? {} : { pass_rates: passRates }),
    ...describeWeighed(summary),
  });
  return withOlderResult({
    ...summary,
    gates,
    runScores,
    delivery,
    serverError: ended.destination.isDisabledOnPurpose ? undefined : error,
  });
}

async function compareWithBaseline(
  ended: EndedCases,
  configuration: JsonObject,
): Promise<RunsComparison | undefined> {
  const { run, evaluation, casesRun, baseline } = ended;
  const against = withoutUnselected(baseline, evaluation.unselectedIds);
  if (against === undefined) return undefined;
  const { name, metadata } = run;
  const { datasetId } = evaluation;
  const newRun = { name, metadata, configuration, datasetId, cases: casesRun.cases };
  const comparison = await compareRunsInTurns(newRun, against);
  const old = encodeURIComponent(against.runId ?? "");
  const url = pageUrl(ended, `/compare?new=${run.record.runId}&old=${old}`);
  return against.isOnServer === true && url !== undefined ? { ...comparison, url } : comparison;
}

/** Undefined where the server does not know the run. */
function pageUrl({ run: { record }, destination }: EndedCases, path: string): string | undefined {
  return record.error === undefined ? `${destination.serverUrl}${path}` : undefined;
}

function describeWeighed({ weights, weightedScore }: WeighedMetrics): JsonObject {
  return weights === undefined ? {} : { weighted_score: weightedScore, weights };
}

/** @returns why the server does not know how the run ended, if it does not */
async function recordEnd(
  { run, evaluation, destination }: EndedCases,
  { cases, cache, status }: CasesSummary,
  { untoldSessions, delivery }: Pick<Closing, "untoldSessions" | "delivery">,
  results: JsonObject,
): Promise<string | undefined> {
  if (run.record.error !== undefined) return run.record.error;
  const sessionIds = cases.flatMap(({ sessionId: id }) => (untoldSessions.has(id) ? [] : [id]));
  const ids = { session_ids: sessionIds, event_ids: sessionIds };
  const metadata = {
    ...offlineDataset(evaluation),
    ...(cache === undefined ? {} : { cache: { ...cache } }),
  };
  const end = { name: run.name, status, ...ids, metadata, results };
  const { runId } = run.record;
  const limits = delivery.pending === 0 ? defaultLimits : lastTry(evaluation);
  const error = await completeRunRecord(destination, runId, end, limits);
  if (error === undefined && evaluation.wire === "python") {
    await readRunResult(destination, runId, evaluation.aggregate);
  }
  return error;
}

/** Of a server that has not taken everything in time: what it is told now it may not take either. */
function lastTry({
  deliveryTimeoutMs,
}: Pick<ResolvedEvaluation, "deliveryTimeoutMs">): RequestLimits {
  const timeoutMs = Math.min(deliveryTimeoutMs, defaultLimits.timeoutMs);
  return { ...defaultLimits, attempts: 1, timeoutMs };
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
