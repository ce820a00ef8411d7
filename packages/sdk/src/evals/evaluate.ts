import type { JsonObject, RunStatus } from "@honeyhive/contract";

import { instrumentModules } from "../foreign/instrument-modules.js";
import { bindInstrumentors } from "../foreign/instrumentors.js";
import { createLogger } from "../logger.js";
import type { ResolvedOptions } from "../config/options.js";
import type { FlushResult } from "../pipeline/pipeline.js";
import type { CacheSummary } from "./cache/model-cache.js";
import { openCache } from "./cache/open-cache.js";
import type { Budget } from "./cases/budget.js";
import { findBaseline } from "./runs/baseline.js";
import { compareRuns, type ComparableRun } from "./runs/compare-runs.js";
import { checkGates, type Gate } from "./runs/gates.js";
import { guardExit } from "./cases/guard-exit.js";
import { exitInterrupted, listenForInterruption } from "./cases/interruption.js";
import { modernise } from "./legacy-options.js";
import { withOlderResult, type OlderEvaluationResult } from "./older-result.js";
import { describeConfiguration, offlineDataset, openRun, type OpenRun } from "./runs/open-run.js";
import { describeRunEnvironment, type RunEnvironment } from "./runs/run-environment.js";
import { describeCommand } from "./report/reproduce-command.js";
import { runReporters } from "./report/run-reporters.js";
import { resolveEvaluation, type ResolvedEvaluation } from "./resolve-evaluation.js";
import { runCases, type CasesRun } from "./cases/run-cases.js";
import { resolveDestination } from "./runs/resolve-destination.js";
import { completeRunRecord } from "./runs/run-record.js";
import { runRunEvaluators } from "./scoring/run-run-evaluators.js";
import {
  countOutcomes,
  statusOfRun,
  metricNames,
  summariseMetrics,
  summarisePassRates,
  weighMetrics,
} from "./runs/summarise.js";
import type {
  CaseResult,
  DatapointInput,
  EvaluateOptions,
  EvaluationResult,
  RunScore,
} from "./types.js";

/** What `evaluate` of `lazy.ts` does, which is the public one. */
export async function evaluate<Row extends DatapointInput, Output>(
  given: EvaluateOptions<Row, Output>,
): Promise<EvaluationResult & OlderEvaluationResult> {
  const logger = createLogger({ isVerbose: false });
  const options = modernise(given, logger);
  const destination = resolveDestination(options);
  const evaluation = await resolveEvaluation(options, destination);
  const { gates = {} } = options;
  await instrumentModules(options.instrumentModules ?? {}, logger);
  const before = await findBaseline(options, evaluation, destination);
  const startedAt = performance.now();
  const environment = await describeRunEnvironment(destination);
  const run = await openRun(options, evaluation, destination, environment);
  const listeners = [{ onCaseEnd: options.onProgress }, ...evaluation.reporters];
  const reporters = runReporters(listeners, logger);
  const interruption = listenForInterruption(options.handleSignals === true, options.signal);
  const { cache, release: releaseCache } = openCache(evaluation.cache, logger);
  const unbind = bindInstrumentors(options.instrumentors ?? [], logger);
  const unguard = guardExit(run, evaluation.cases.length);
  try {
    const flushed = await run.owner.flush(0);
    reporters.start({ runId: run.record.runId, name: run.name, total: evaluation.cases.length });
    const scope = { signal: interruption.signal, cache };
    const casesRun = await runCases(options, evaluation, run, reporters, scope);
    run.journal?.end(statusOfRun(casesRun.cases));
    await cache?.settle();
    const timeoutMs = interruption.hasCome()
      ? interruptedDeliveryTimeoutMs
      : evaluation.deliveryTimeoutMs;
    const delivery = since(flushed, await run.owner.flush(timeoutMs));
    const { runEvaluators: evaluators = [] } = options;
    const runScores = await runRunEvaluators(evaluators, casesRun.cases, evaluation.timeoutMs);
    const result = await closeRun({
      run,
      evaluation,
      destination,
      casesRun,
      runScores,
      baseline: before,
      gates,
      delivery,
      startedAt,
      environment,
      reproduceCommand: describeCommand(options.reproduceCommand),
      cache: cache?.summarise(),
      reportErrors: reporters.errors,
    });
    await reporters.end(result);
    unguard();
    return interruption.hasCome() ? exitInterrupted(result, options.reporters) : result;
  } finally {
    interruption.release();
    unguard();
    run.journal?.close();
    unbind();
    releaseCache();
    await run.owner.shutdown(0);
  }
}

const interruptedDeliveryTimeoutMs = 5000;

/** The pipeline is shared with the application's own tracers: what they did before is not the evaluation's. */
function since(before: FlushResult, after: FlushResult): FlushResult {
  const exported = after.exported - before.exported;
  const dropped = after.dropped - before.dropped;
  return {
    exported,
    dropped,
    pending: after.pending,
    isComplete: dropped === 0 && after.pending === 0,
  };
}

interface Closing {
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

async function closeRun(closing: Closing): Promise<EvaluationResult & OlderEvaluationResult> {
  const { run, evaluation, destination, casesRun, delivery } = closing;
  const { cases, budget } = casesRun;
  const outcomes = countOutcomes(cases);
  const names = metricNames(cases, evaluation.evaluators);
  const metrics = summariseMetrics(cases, names, evaluation.aggregate);
  const status = statusOfRun(cases);
  const { runScores } = closing;
  const baseline = withoutUnselected(closing.baseline, evaluation.unselectedIds);
  const configuration = describeConfiguration(evaluation);
  const comparison =
    baseline === undefined
      ? undefined
      : compareRuns({ name: run.name, cases, configuration }, baseline);
  const rates = evaluation.trials === 1 ? [] : summarisePassRates(cases);
  const error = await recordEnd(closing, status, {
    outcomes,
    metrics,
    run_scores: runScores,
    ...(rates.length === 0 ? {} : { pass_rates: rates }),
  });
  return withOlderResult({
    runId: run.record.runId,
    name: run.name,
    status,
    aggregateFunction: evaluation.aggregate,
    datasetId: evaluation.datasetId,
    startedAt: new Date(performance.timeOrigin + closing.startedAt).toISOString(),
    configuration,
    environment: closing.environment,
    selection: evaluation.selection,
    reproduceCommand: closing.reproduceCommand,
    url:
      run.record.error === undefined
        ? `${destination.serverUrl}/runs/${run.record.runId}`
        : undefined,
    cases,
    outcomes,
    metrics,
    weightedScore: weighMetrics(metrics, evaluation.evaluators),
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
    cache: closing.cache,
    reportErrors: closing.reportErrors,
    serverError: destination.isDisabledOnPurpose ? undefined : error,
  });
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
