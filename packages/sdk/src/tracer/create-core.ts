import { createRedactor } from "../redact/create-redactor.js";
import { obtainResource } from "../detect/resource.js";
import { holdExitHooks } from "../lifecycle/exit-hooks.js";
import { holdHttpInstrumentation } from "../foreign/http-instrumentation.js";
import { bindQueuesOfLangChain } from "../foreign/langchain-queue.js";
import { instrumentModules } from "../model-clients/instrument-modules.js";
import { bindInstrumentors } from "../foreign/instrumentors.js";
import { createKeepAlive } from "../lifecycle/keep-alive.js";
import { createLogger, type Logger } from "../lib/logger.js";
import type { ResolvedOptions } from "../config/resolved-options.js";
import { holdGlobals, obtainRuntime } from "../globals/hold-globals.js";
import type { Pipeline } from "../pipeline/pipeline.js";
import { globalDelegate } from "../otel/global-router.js";
import { leasePipeline, type PipelineLease } from "../lifecycle/pipelines.js";
import { unregisterTracer } from "./registry.js";
import { createReporter, type ReportProblem } from "../lib/report-problem.js";
import { Session } from "../session/session.js";
import type { SessionOptions, SessionPolicy } from "../session/session-options.js";
import { createNoiseFilter, createSpanFilter } from "../foreign/span-filter.js";
import type { LiveTracer, TracerCore } from "../core/tracer-core.js";

export interface CoreLease {
  readonly core: TracerCore;
  /** Resolves when what is loaded for the tracer is there. */
  readonly ready: Promise<void>;
  /** Lets go of what others find the tracer by: it is nobody's default and holds no global in place. Idempotent. */
  readonly withdraw: () => void;
  /** Withdraws and lets go of the pipeline. Idempotent. */
  readonly release: () => void;
}

/**
 * A disabled or silent tracer gives its pipeline nothing to send; a URL that cannot be parsed would break it all the same.
 * A tracer that sends somewhere is not taken for one of the same destination.
 */
const unusedUrl = "http://127.0.0.1";

const collectedFlushMs = 30_000;

/** What each of many tracers has for itself. */
export type OwnOptions = Pick<ResolvedOptions, "sessionId" | "inputs" | "datapointId">;

export interface CoreOwner {
  readonly owner: WeakRef<LiveTracer>;
  /** True leaves what is wrong with the options to be said by others. */
  readonly isQuiet: boolean;
  /** False sends each session's requests by themselves, whatever the server takes. */
  readonly mayBatchSessions?: boolean | undefined;
  /** True sends nothing: spans are only made for `spanObserver`. */
  readonly isSilent?: boolean | undefined;
}

export function createCore(options: ResolvedOptions, owned: CoreOwner): CoreLease {
  const { owner, isQuiet, mayBatchSessions, isSilent = false } = owned;
  const logger = createLogger({ isVerbose: options.verbose });
  const report = createReporter(options.onError);
  if (!isQuiet) sayWhatIsWrong(options, logger, report);
  const { disabledReason } = options;
  const isEnabled = disabledReason === undefined;
  const runtime = obtainRuntime();
  const lease = leaseFor({ options, mayBatchSessions, isSilent }, logger, report);
  const { pipeline } = lease;
  const releaseGlobals = isEnabled ? holdGlobals(runtime, globalDelegate, logger) : () => undefined;
  const libraries = isEnabled ? holdLibraries(options, logger) : noLibraries;
  const releaseExitHooks = isEnabled && options.exitHooks ? holdExitHooks() : () => undefined;
  const redactor = createRedactor(options.redact, logger, report);
  const id = Symbol("tracer");
  const core: TracerCore = {
    id,
    owner,
    runtime,
    pipeline,
    logger,
    resource: isEnabled
      ? obtainResource(options.resource, options.detectGit && !options.testMode)
      : {},
    limits: options.limits,
    session: new Session(
      {
        pipeline,
        source: options.source,
        project: options.project,
        maxValueLength: options.limits.maxValueLength,
        policy: { ...sessionStart(options), redactor, isSilent },
      },
      toSessionOptions(options),
    ),
    redactor,
    keepsSpan: createSpanFilter(options.spanNameFilters, options.keepNoise),
    isNoise: createNoiseFilter(options.keepNoise),
    keepAlive: createKeepAlive(options.waitUntil, pipeline, options.settings.flushTimeoutMs),
    isEnabled,
    disabledReason,
    openWork: new Set(),
    ...nothingYet,
  };
  // Nothing here may refer to `core`: this is also what happens when it has been collected.
  const withdraw = (): void => {
    unregisterTracer(id);
    libraries.release();
    releaseGlobals();
  };
  const release = (): void => {
    withdraw();
    releaseExitHooks();
    lease.release();
  };
  runtime.collected.register(core, () => void pipeline.flush(collectedFlushMs).then(release));
  return { core, ready: libraries.ready, withdraw, release };
}

const nothingYet = {
  truncatedValues: 0,
  lateEnrichments: 0,
  filteredSpans: 0,
  sampledOutSpans: 0,
  spanObserver: undefined,
} as const;

/**
 * A core with a session of its own that has everything else of `base`, at all times: it ends with it. Costs a few
 * objects where `createCore` costs leases and hooks.
 */
export function deriveCore(
  base: TracerCore,
  { common, own }: { readonly common: ResolvedOptions; readonly own: OwnOptions },
  owner: LiveTracer,
): CoreLease {
  const { metadata, userProperties, runId, datasetId } = common;
  const { sessionId, inputs, datapointId } = own;
  const session = base.session.sibling(
    { sessionId, inputs, metadata, userProperties },
    { runId, datasetId, datapointId },
  );
  // What is not its own is read from its prototype: that is `base`.
  const core = Object.create(base) as { -readonly [Name in keyof TracerCore]: TracerCore[Name] };
  // A weak reference costs more than the tracer, and does nothing for one that its case holds anyway.
  core.owner = { deref: () => owner };
  core.id = Symbol("tracer");
  core.session = session;
  core.spanObserver = undefined;
  return { core, ready: noLibraries.ready, withdraw: nothing, release: nothing };
}

const nothing = (): void => undefined;

interface Libraries {
  /** Resolves when what is loaded for them is there. */
  readonly ready: Promise<void>;
  readonly release: () => void;
}

const noLibraries: Libraries = { ready: Promise.resolve(), release: () => undefined };

/** What is traced of others: instrumentations that are given, client libraries, HTTP. */
function holdLibraries(options: ResolvedOptions, logger: Logger): Libraries {
  // Before anything is queued, and whether or not an instrumentation is given: models are called from there too.
  bindQueuesOfLangChain();
  const unbind = bindInstrumentors(options.instrumentors, logger);
  const modules = instrumentModules(options.instrumentModules, logger);
  const http = options.disableHttpTracing ? undefined : holdHttpInstrumentation(logger);
  return {
    ready: Promise.all([http?.ready, modules]).then(() => undefined),
    release: () => {
      unbind();
      http?.release();
    },
  };
}

function leaseFor(
  {
    options,
    mayBatchSessions,
    isSilent,
  }: Pick<CoreOwner, "mayBatchSessions" | "isSilent"> & { options: ResolvedOptions },
  logger: Logger,
  report: ReportProblem,
): PipelineLease {
  const isSending = options.disabledReason === undefined && isSilent !== true;
  const { apiKey, settings, fetch, testMode, spool, spanEndpoint } = options;
  const lease = leasePipeline({
    destination: { serverUrl: isSending ? options.serverUrl : unusedUrl, apiKey },
    settings,
    logger,
    fetch,
    isOffline: testMode || !isSending,
    spool,
    spanEndpoint,
    mayBatchSessions,
  });
  const unobserve = observeLosses(lease.pipeline, report);
  return {
    pipeline: lease.pipeline,
    release: () => {
      lease.release();
      unobserve();
    },
  };
}

function observeLosses(pipeline: Pipeline, report: ReportProblem): () => void {
  return pipeline.observeLosses(({ what, reason, count, message }) =>
    report(
      "DATA_LOST",
      `${count} ${what}${count === 1 ? "" : "s"} dropped (${reason}): ${message}`,
    ),
  );
}

function sessionStart(options: ResolvedOptions): Omit<SessionPolicy, "redactor" | "isSilent"> {
  const { skipBackendSessionCreation, sessionAutoCreate, sampleRate, experiment } = options;
  if (sessionAutoCreate) return { start: "first-span", sampleRate, experiment };
  const start = skipBackendSessionCreation ? "elsewhere" : "request";
  return { start, sampleRate, experiment };
}

function toSessionOptions(options: ResolvedOptions): SessionOptions {
  const { sessionId, sessionName, inputs, metadata, userProperties } = options;
  const { runId, datasetId, datapointId } = options;
  const run = { runId, datasetId, datapointId };
  return { sessionId, name: sessionName, inputs, metadata, userProperties, run };
}

function sayWhatIsWrong(options: ResolvedOptions, logger: Logger, report: ReportProblem): void {
  for (const warning of options.warnings) {
    logger.warn(warning);
    report("INVALID_OPTION", warning);
  }
  if (options.disabledReason === undefined) return;
  logger.warn(`Tracing is disabled. ${options.disabledReason}`);
  if (!options.isDisabledOnPurpose) report("INVALID_OPTION", options.disabledReason);
}
