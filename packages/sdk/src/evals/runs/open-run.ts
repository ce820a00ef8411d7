import { lowerIsBetterKey, type JsonObject } from "@honeyhive/contract";

import { createLogger, type Logger } from "../../lib/logger.js";
import type { TracerOptions } from "../../config/options.js";
import type { TracerCore } from "../../core/tracer-core.js";
import type { ResolvedOptions } from "../../config/resolved-options.js";
import { resolveOptions } from "../../config/resolve-options.js";
import { HoneyHiveTracer } from "../../tracer/tracer.js";

import { caseSessionId } from "../dataset/case-id.js";
import type { EvaluationCase } from "../types/evaluation-case.js";
import type { ResolvedEvaluation } from "../types/resolved-evaluation.js";
import type { Journal } from "../journal/journal.js";
import { claimRun } from "../journal/claim-run.js";
import {
  openJournal,
  readRecordedRun,
  resumedPath,
  type JournalOrigin,
} from "../journal/open-journal.js";
import type { RecordedRun } from "../journal/read-journal.js";
import { SpanJournal } from "../journal/span-journal.js";
import { checkResumedId, newRunId } from "./new-run-id.js";
import { findUndelivered } from "./find-undelivered.js";
import { createRunRecord, reopenRunRecord, type RunRecord } from "./run-record.js";
import { environmentMetadata } from "./run-environment.js";
import type { RunEnvironment } from "../types/run-environment.js";
import type { DestinationOptions } from "../server/resolve-destination.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { AnyDatapoint, DatapointInput } from "../types/datapoint.js";

export interface OpenRun {
  readonly name: string;
  readonly record: RunRecord;
  /** What the run says of itself: where it takes place, and what its caller says, which wins. */
  readonly metadata: JsonObject;
  /** The run that this one goes on with. */
  readonly recorded: RecordedRun | undefined;
  /** Sessions of recorded cases that the server does not have whole; undefined where that is not known. */
  readonly undelivered: ReadonlySet<string> | undefined;
  readonly journal: Journal | undefined;
  /** Keeps no more spans beside the journal. Called last: what has not arrived by then stays there. */
  readonly endKeeping: () => void;
  /** Keeps the pipeline open from the first case to the last. */
  readonly owner: HoneyHiveTracer;
  readonly sessionIdOf: (evaluationCase: Pick<EvaluationCase, "id" | "trial">) => string;
  /** One a case. It ends with the run's owner, so that what a timed-out case still does is recorded with it. */
  readonly tracerFor: (evaluationCase: EvaluationCase) => HoneyHiveTracer;
}

export async function openRun<Row extends AnyDatapoint, Output>(
  options: EvaluateOptions<Row, Output>,
  evaluation: ResolvedEvaluation,
  destination: ResolvedOptions,
  environment: RunEnvironment,
): Promise<OpenRun> {
  const path = resumedPath(options);
  // Before it is read: what another process had added since would be taken for torn.
  const endClaim = path === undefined ? undefined : claimRun(path);
  try {
    return await openClaimed({ options, evaluation, destination, environment }, endClaim);
  } catch (error) {
    endClaim?.();
    throw error;
  }
}

interface RunToOpen<Row extends AnyDatapoint, Output> {
  readonly options: EvaluateOptions<Row, Output>;
  readonly evaluation: ResolvedEvaluation;
  readonly destination: ResolvedOptions;
  readonly environment: RunEnvironment;
}

async function openClaimed<Row extends AnyDatapoint, Output>(
  { options, evaluation, destination, environment }: RunToOpen<Row, Output>,
  endClaim: (() => void) | undefined,
): Promise<OpenRun> {
  const recorded = readRecordedRun(options, evaluation);
  if (recorded !== undefined) checkResumedId(options.runId, recorded.header.runId);
  const givenId = recorded?.header.runId ?? (await newRunId(options, destination));
  const name = recorded?.header.name ?? nameOf(options, givenId);
  const metadata = describeRun(options, evaluation, environment);
  const record = await recordRun({
    givenId,
    name,
    evaluation,
    destination,
    metadata,
    isResumed: recorded !== undefined,
  });
  if (record.error !== undefined && options.disableTracing !== true) {
    createLogger({ isVerbose: false }).warn(`The run is not stored on a server: ${record.error}`);
  }
  const logger = createLogger({ isVerbose: false });
  const undelivered =
    recorded === undefined || record.error !== undefined
      ? undefined
      : await findUndelivered(destination, record.runId, [...recorded.cases.values()], logger);
  const identity = identityOf(options, name, record);
  const { runId } = record;
  const origin = describeOrigin(evaluation, environment, metadata);
  const common = resolveOptions({ ...identity, runId, datasetId: evaluation.datasetId });
  const journal = openJournal({ options, evaluation, recorded, runId, name, origin });
  if (journal !== undefined) {
    journal.afterClose = endClaim ?? (journal.isWritten ? claimRun(journal.path) : undefined);
  }
  const owner = new HoneyHiveTracer(identity, {
    isRegistered: false,
    isQuiet: true,
    isSilent: record.error !== undefined,
    mayBatchSessions: evaluation.wire !== "python",
  });
  if (record.capabilities !== undefined) owner.core.pipeline.heed(record.capabilities);
  const sessionIdOf: OpenRun["sessionIdOf"] = ({ id, trial }) => caseSessionId(runId, id, trial);
  return {
    name,
    record,
    metadata,
    recorded,
    undelivered,
    journal,
    endKeeping: keepSpans(record.error === undefined ? journal : undefined, owner.core, logger),
    owner,
    sessionIdOf,
    tracerFor: (evaluationCase) => {
      const { inputs, wireId: datapointId } = evaluationCase;
      const sessionId = sessionIdOf(evaluationCase);
      const derived = { base: owner, common, own: { sessionId, inputs, datapointId } };
      // Copied from an object, each would be a kind by itself to the engine, and looked up anew.
      return new HoneyHiveTracer(undefined, { isRegistered: false, isQuiet: true, derived });
    },
  };
}

function identityOf(
  { tracing, apiKey, serverUrl, project }: DestinationOptions,
  sessionName: string,
  { error }: RunRecord,
): TracerOptions {
  return {
    ...tracing,
    apiKey,
    serverUrl,
    project,
    source: "evaluation",
    sessionName,
    // Without a server spans are made all the same, for what they say of tokens: they need no key. What is wrong with it
    // has been said before.
    disableTracing: false,
    testMode: error !== undefined || tracing?.testMode,
  };
}

function nameOf({ name }: { readonly name?: string | undefined }, runId: string): string {
  return name?.trim() || `experiment-${runId.slice(0, 8)}`;
}

/** What the caller says of the run wins over what is found out. */
function describeRun(
  { metadata }: Pick<EvaluateOptions<DatapointInput, unknown>, "metadata">,
  evaluation: ResolvedEvaluation,
  environment: RunEnvironment,
): JsonObject {
  return { ...environmentMetadata(environment), ...offlineDataset(evaluation), ...metadata };
}

/** Where and with what a run takes place, for its journal. */
function describeOrigin(
  evaluation: ResolvedEvaluation,
  { git }: RunEnvironment,
  metadata: JsonObject,
): JournalOrigin {
  return { branch: git?.branch, configuration: describeConfiguration(evaluation), metadata };
}

/** Cases are in the journal no sooner than their spans are beside it, or have arrived. */
function keepSpans(
  journal: Journal | undefined,
  { isEnabled, pipeline: { exporter } }: TracerCore,
  logger: Logger,
): () => void {
  if (journal?.isWritten !== true || !isEnabled) return () => undefined;
  const spans = new SpanJournal(journal.path, logger);
  const release = exporter.keepWith(spans);
  journal.beforeCases = () => exporter.pack();
  return () => {
    release();
    spans.close();
  };
}

interface RunToRecord {
  readonly givenId: string;
  readonly name: string;
  readonly evaluation: ResolvedEvaluation;
  readonly destination: ResolvedOptions;
  readonly metadata: JsonObject;
  readonly isResumed: boolean;
}

async function recordRun(run: RunToRecord): Promise<RunRecord> {
  const { givenId, name, evaluation, destination, metadata } = run;
  if (destination.disabledReason !== undefined) {
    return { runId: givenId, error: destination.disabledReason };
  }
  const isHosted = offlineDataset(evaluation) === undefined;
  const record = run.isResumed ? reopenRunRecord : createRunRecord;
  return record(destination, {
    run_id: givenId,
    name,
    status: "running",
    event_ids: [],
    datapoint_ids: [...new Set(evaluation.cases.map(({ wireId }) => wireId))],
    // Beside our own, the names that the Python SDK has for the same.
    configuration: {
      ...describeConfiguration(evaluation),
      max_workers: evaluation.concurrency,
      aggregate_function: evaluation.aggregate,
    },
    ...(isHosted ? { dataset_id: evaluation.datasetId } : {}),
    // Servers of the first generation want to be told.
    ...(destination.project === undefined ? {} : { project: destination.project }),
    metadata,
  });
}

/** For datasets that no server holds: as field of the run, their ids would name one that is not there. */
export function offlineDataset({
  datasetId,
}: Pick<ResolvedEvaluation, "datasetId">): JsonObject | undefined {
  return datasetId.startsWith("EXT-") ? { offline_dataset_id: datasetId } : undefined;
}

/** What the evaluation runs with, under the wire's names. */
export function describeConfiguration(evaluation: ResolvedEvaluation): JsonObject {
  const { selection } = evaluation;
  const lower = evaluation.evaluators.filter(({ lowerIsBetter }) => lowerIsBetter);
  return {
    function: evaluation.functionName,
    evaluators: evaluation.evaluators.map((evaluator) => evaluator.name),
    concurrency: evaluation.concurrency,
    timeout_ms: evaluation.timeoutMs,
    retries: evaluation.retries,
    trials: evaluation.trials,
    ...(evaluation.aggregate === "average" ? {} : { aggregate: evaluation.aggregate }),
    ...(lower.length === 0 ? {} : { [lowerIsBetterKey]: lower.map(({ name }) => name) }),
    ...(selection === undefined ? {} : { selection: { ...selection } }),
  };
}
