import { randomUUID } from "node:crypto";

import { bindInstrumentors } from "../instrumentors.js";
import { createLogger } from "../logger.js";
import type { ResolvedOptions } from "../options.js";
import type { FlushResult } from "../pipeline/pipeline.js";
import { describeError } from "../record-error.js";
import { resolveOptions } from "../resolve-options.js";
import { HoneyHiveTracer } from "../tracer.js";
import { modernise } from "./legacy-options.js";
import { resolveEvaluation, type ResolvedEvaluation } from "./resolve-evaluation.js";
import type { EvaluationCase } from "./resolve-cases.js";
import { runCase } from "./run-case.js";
import { runPool } from "./run-pool.js";
import { completeRunRecord, createRunRecord, type RunRecord } from "./run-record.js";
import { shareSignal } from "./share-signal.js";
import { countOutcomes, statusOfRun, summariseMetrics } from "./summarise.js";
import type {
  CaseResult,
  Datapoint,
  DatapointInput,
  EvaluateOptions,
  EvaluationResult,
} from "./types.js";

/**
 * Runs a function over a dataset, each case in a session of its own, and scores what it returns.
 *
 * Every case ends in exactly one outcome, every score is a value, not scorable or an error, and the metrics say what
 * they counted. Afterwards no global state has changed.
 *
 * ```ts
 * const result = await evaluate({
 *   function: async ({ inputs }, tracer) => answer(inputs.question),
 *   dataset: [{ inputs: { question: "2 + 2?" }, groundTruth: "4" }],
 *   evaluators: [function exact(outputs, inputs, groundTruth) { return outputs === groundTruth; }],
 * });
 * ```
 *
 * @throws {HoneyHiveError} for options that cannot be run and for a key that the server refuses
 */
export async function evaluate<Row extends DatapointInput, Output>(
  given: EvaluateOptions<Row, Output>,
): Promise<EvaluationResult> {
  const options = modernise(given, createLogger({ isVerbose: false }));
  const evaluation = await resolveEvaluation(options);
  const destination = resolveOptions({
    apiKey: options.apiKey,
    serverUrl: options.serverUrl,
    project: options.project,
  });
  const startedAt = performance.now();
  const run = await openRun(options, evaluation, destination);
  const unbind = bindInstrumentors(options.instrumentors ?? [], createLogger({ isVerbose: false }));
  try {
    const before = await run.owner.flush(0);
    const cases = await runCases(options, evaluation, run);
    const delivery = since(before, await run.owner.flush(deliveryTimeoutMs));
    return await closeRun({ run, evaluation, destination, cases, delivery, startedAt });
  } finally {
    unbind();
    await Promise.all([...run.tracers, run.owner].map((tracer) => tracer.shutdown(0)));
  }
}

const deliveryTimeoutMs = 60_000;

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

interface OpenRun {
  readonly name: string;
  readonly record: RunRecord;
  /** Keeps the pipeline open from the first case to the last. */
  readonly owner: HoneyHiveTracer;
  /** One a case. They live until the end, so that what a timed-out case still does is recorded with it. */
  readonly tracers: HoneyHiveTracer[];
  readonly tracerFor: (evaluationCase: EvaluationCase) => HoneyHiveTracer;
}

async function openRun<Row extends DatapointInput, Output>(
  options: EvaluateOptions<Row, Output>,
  evaluation: ResolvedEvaluation,
  destination: ResolvedOptions,
): Promise<OpenRun> {
  const givenId = randomUUID();
  const name = options.name?.trim() || `experiment-${givenId.slice(0, 8)}`;
  const record: RunRecord =
    destination.disabledReason === undefined
      ? await createRunRecord(destination, {
          run_id: givenId,
          name,
          status: "running",
          dataset_id: evaluation.datasetId,
          datapoint_ids: evaluation.cases.map(({ id }) => id),
          configuration: {
            function: evaluation.functionName,
            evaluators: evaluation.evaluators.map((evaluator) => evaluator.name),
            concurrency: evaluation.concurrency,
            timeout_ms: evaluation.timeoutMs,
          },
          ...(options.metadata === undefined ? {} : { metadata: options.metadata }),
        })
      : { runId: givenId, error: destination.disabledReason };
  if (record.error !== undefined) {
    createLogger({ isVerbose: false }).warn(`The run is not stored on a server: ${record.error}`);
  }
  const identity = {
    apiKey: options.apiKey,
    serverUrl: options.serverUrl,
    project: options.project,
    source: "evaluation",
    sessionName: name,
    // One warning about a missing or refused destination is enough: it has been given above.
    disableTracing: record.error !== undefined,
  };
  const tracers: HoneyHiveTracer[] = [];
  const internal = { isRegistered: false, isQuiet: true };
  return {
    name,
    record,
    owner: new HoneyHiveTracer(identity, internal),
    tracers,
    tracerFor: (evaluationCase) => {
      const tracer = new HoneyHiveTracer(
        {
          ...identity,
          inputs: evaluationCase.inputs,
          runId: record.runId,
          datasetId: evaluation.datasetId,
          datapointId: evaluationCase.id,
        },
        internal,
      );
      tracers.push(tracer);
      return tracer;
    },
  };
}

async function runCases<Row extends DatapointInput, Output>(
  options: EvaluateOptions<Row, Output>,
  evaluation: ResolvedEvaluation,
  run: OpenRun,
): Promise<CaseResult[]> {
  let completed = 0;
  const shared = shareSignal(options.signal);
  const logger = createLogger({ isVerbose: false });
  const cases = await runPool(evaluation.cases, evaluation.concurrency, async (evaluationCase) => {
    const latest = await runCase(evaluationCase, {
      tracer: run.tracerFor(evaluationCase),
      functionName: evaluation.functionName,
      // Rows were checked to have this shape; `Row` is what the caller knows of them beyond it.
      call: (datapoint, tracer) => options.function(datapoint as Datapoint<Row>, tracer),
      evaluators: evaluation.evaluators,
      timeoutMs: evaluation.timeoutMs,
      signal: shared.signal,
    });
    completed++;
    try {
      options.onProgress?.({ completed, total: evaluation.cases.length, latest });
    } catch (error) {
      logger.warnOnce("progress", `\`onProgress\` failed: ${describeError(error).message}`);
    }
    return latest;
  });
  shared.release();
  return cases;
}

interface Closing {
  readonly run: OpenRun;
  readonly evaluation: ResolvedEvaluation;
  readonly destination: ResolvedOptions;
  readonly cases: readonly CaseResult[];
  readonly delivery: FlushResult;
  readonly startedAt: number;
}

async function closeRun(closing: Closing): Promise<EvaluationResult> {
  const { run, evaluation, destination, cases, delivery } = closing;
  const outcomes = countOutcomes(cases);
  const metrics = summariseMetrics(
    cases,
    evaluation.evaluators.map(({ name }) => name),
  );
  const status = statusOfRun(cases);
  const sessionIds = cases.map(({ sessionId }) => sessionId);
  const error =
    run.record.error ??
    (await completeRunRecord(destination, run.record.runId, {
      status,
      session_ids: sessionIds,
      event_ids: sessionIds,
      results: { outcomes, metrics },
    }));
  return {
    runId: run.record.runId,
    name: run.name,
    status,
    datasetId: evaluation.datasetId,
    url:
      run.record.error === undefined
        ? `${destination.serverUrl}/runs/${run.record.runId}`
        : undefined,
    cases,
    outcomes,
    metrics,
    durationMs: performance.now() - closing.startedAt,
    delivery,
    serverError: error,
  };
}
