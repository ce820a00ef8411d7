import { bindInstrumentors } from "./instrumentors.js";
import { createLogger, type Logger } from "./logger.js";
import type { ResolvedOptions } from "./options.js";
import { holdGlobals, obtainRuntime } from "./otel/globals.js";
import { leasePipeline } from "./pipelines.js";
import { unregisterTracer } from "./registry.js";
import { Session, type SessionOptions } from "./session.js";
import type { TracerCore } from "./tracer-core.js";

export interface CoreLease {
  readonly core: TracerCore;
  /** Lets go of what others find the tracer by: it is nobody's default and holds no global in place. Idempotent. */
  readonly withdraw: () => void;
  /** Withdraws and lets go of the pipeline. Idempotent. */
  readonly release: () => void;
}

/** A disabled tracer gives its pipeline nothing to send; a URL that cannot be parsed would break it all the same. */
const unusedUrl = "http://127.0.0.1";

const collectedFlushMs = 30_000;

export function createCore(options: ResolvedOptions, isQuiet: boolean): CoreLease {
  const logger = createLogger({ isVerbose: options.verbose });
  if (!isQuiet) sayWhatIsWrong(options, logger);
  const { serverUrl, apiKey, disabledReason } = options;
  const isEnabled = disabledReason === undefined;
  const runtime = obtainRuntime();
  const lease = leasePipeline(
    { serverUrl: isEnabled ? serverUrl : unusedUrl, apiKey },
    options.flushIntervalMs,
    logger,
  );
  const releaseGlobals = isEnabled ? holdGlobals(runtime) : () => undefined;
  const unbind = isEnabled ? bindInstrumentors(options.instrumentors, logger) : () => undefined;
  const id = Symbol("tracer");
  const core: TracerCore = {
    id,
    runtime,
    pipeline: lease.pipeline,
    logger,
    resource: resourceAttributes,
    limits: { maxValueLength: options.maxValueLength, maxAttributes: 1024, maxEvents: 1024 },
    session: new Session(lease.pipeline, toSessionOptions(options)),
    isEnabled,
    disabledReason,
    truncatedValues: 0,
    lateEnrichments: 0,
  };
  // Nothing here may refer to `core`: this is also what happens when it has been collected.
  const withdraw = (): void => {
    unregisterTracer(id);
    unbind();
    releaseGlobals();
  };
  const release = (): void => {
    withdraw();
    lease.release();
  };
  runtime.collected.register(core, () => void lease.pipeline.flush(collectedFlushMs).then(release));
  return { core, withdraw, release };
}

export function toSessionOptions(options: ResolvedOptions): SessionOptions {
  const { runId, datasetId, datapointId } = options;
  return {
    sessionId: options.sessionId,
    name: options.sessionName,
    source: options.source,
    project: options.project,
    inputs: options.inputs,
    metadata: options.metadata,
    userProperties: options.userProperties,
    run: { runId, datasetId, datapointId },
    maxValueLength: options.maxValueLength,
  };
}

const resourceAttributes = {
  "telemetry.sdk.language": "nodejs",
  "telemetry.sdk.name": "honeyhive",
} as const;

function sayWhatIsWrong({ warnings, disabledReason }: ResolvedOptions, logger: Logger): void {
  for (const warning of warnings) logger.warn(warning);
  if (disabledReason !== undefined) logger.warn(`Tracing is disabled. ${disabledReason}`);
}
