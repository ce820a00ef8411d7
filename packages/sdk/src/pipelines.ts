import { runUntraced } from "./active-scope.js";
import type { Logger } from "./logger.js";
import { Pipeline } from "./pipeline/pipeline.js";
import type { RetryPolicy } from "./pipeline/retry.js";
import type { SpanLimits } from "./pipeline/span-exporter.js";
import { createHttpTransport, type Destination } from "./pipeline/transport.js";
import { processState } from "./process-state.js";

const mebibyte = 1 << 20;

const limits: Omit<SpanLimits, "delayMs"> = {
  maxQueueBytes: 64 * mebibyte,
  maxQueueCount: 100_000,
  maxBatchBytes: 4 * mebibyte,
  maxBatchCount: 512,
  maxInFlight: 4,
  timeoutMs: 30_000,
};

const retry: RetryPolicy = {
  firstDelayMs: 250,
  maxDelayMs: 10_000,
  maxElapsedMs: 5 * 60_000,
};

const exitFlushMs = 3000;

export interface PipelineLease {
  readonly pipeline: Pipeline;
  /** The last tracer to let go closes the pipeline. Idempotent. */
  release(): void;
}

/** The pipeline of a destination, shared by all its tracers. Different keys, URLs or intervals never share one. */
export function leasePipeline(
  destination: Destination,
  flushIntervalMs: number,
  logger: Logger,
): PipelineLease {
  const key = JSON.stringify([destination.serverUrl, destination.apiKey, flushIntervalMs]);
  const entry = processState.pipelines.get(key) ?? {
    users: 0,
    pipeline: new Pipeline({
      destination,
      transport: createHttpTransport(destination),
      logger,
      limits: { ...limits, delayMs: flushIntervalMs },
      retry,
      runUntraced,
    }),
  };
  entry.users++;
  processState.pipelines.set(key, entry);
  installExitHook();
  let isHeld = true;
  return {
    pipeline: entry.pipeline,
    release: () => {
      if (!isHeld) return;
      isHeld = false;
      if (--entry.users > 0) return;
      processState.pipelines.delete(key);
      entry.pipeline.close();
    },
  };
}

/** When the program runs out of work, what waits is sent before it ends. Exit codes and signals stay the host's. */
function installExitHook(): void {
  if (processState.isExitHookInstalled) return;
  processState.isExitHookInstalled = true;
  process.once("beforeExit", () => {
    processState.isExitHookInstalled = false;
    void flushAtExit();
  });
}

/** Others may find more work at the same moment. Only a server that does not answer ends this: the program must end. */
async function flushAtExit(): Promise<void> {
  const pipelines = [...processState.pipelines.values()];
  const results = await Promise.all(pipelines.map(({ pipeline }) => pipeline.flush(exitFlushMs)));
  for (const [index, { pending }] of results.entries()) {
    if (pending > 0) pipelines[index]?.pipeline.reportLossAtExit(pending);
  }
  if (results.every(({ pending }) => pending === 0)) installExitHook();
}
