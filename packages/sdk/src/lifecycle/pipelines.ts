import { runUntraced } from "../scope/active-scope.js";
import type { Settings } from "../config/settings.js";
import type { Logger } from "../lib/logger.js";
import { createFetchTransport, type FetchFunction } from "../pipeline/fetch-transport.js";
import { sendSpansAsJson } from "../pipeline/json-spans.js";
import { Pipeline } from "../pipeline/pipeline.js";
import { createTestTransport } from "../pipeline/test-transport.js";
import { isDefaultEndpoint, sendSpansTo, type SpanEndpoint } from "../pipeline/span-endpoint.js";
import type { SpoolSettings } from "../pipeline/spool/open-spool.js";
import { createHttpTransport, type Destination, type Transport } from "../pipeline/transport.js";
import { processState } from "../core/process-state.js";

export interface PipelineRequest {
  readonly destination: Destination;
  readonly settings: Settings;
  readonly logger: Logger;
  /** A program's own way to send. */
  readonly fetch?: FetchFunction | undefined;
  /** Whether everything is taken and nothing sent. */
  readonly isOffline?: boolean;
  readonly spool?: SpoolSettings | undefined;
  readonly spanEndpoint?: SpanEndpoint | undefined;
  readonly mayBatchSessions?: boolean | undefined;
}

export interface PipelineLease {
  readonly pipeline: Pipeline;
  /** The last tracer to let go closes the pipeline. Idempotent. */
  release(): void;
}

/** The pipeline of a destination, shared by all its tracers. Different keys, URLs or settings never share one. */
export function leasePipeline(request: PipelineRequest): PipelineLease {
  const { settings } = request;
  const key = keyOf(request);
  const entry = processState.pipelines.get(key) ?? {
    users: 0,
    flushTimeoutMs: 0,
    pipeline: openPipeline(request),
  };
  entry.users++;
  entry.flushTimeoutMs = Math.max(entry.flushTimeoutMs, settings.flushTimeoutMs);
  processState.pipelines.set(key, entry);
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

function openPipeline(request: PipelineRequest): Pipeline {
  const { destination, settings, logger, mayBatchSessions } = request;
  return new Pipeline({
    destination,
    transport: createTransport(request),
    logger,
    limits: settings.limits,
    retry: settings.retry,
    runUntraced,
    readiness: () => processState.detection?.pending,
    mayBatchSessions,
    spool: request.isOffline === true ? undefined : request.spool,
  });
}

function createTransport(request: PipelineRequest): Transport {
  const { destination, settings, fetch, isOffline, spanEndpoint } = request;
  if (isOffline === true) return createTestTransport();
  const { maxSockets, flushTimeoutMs: holdMs } = settings;
  const open = (to: Destination): Transport =>
    fetch === undefined
      ? createHttpTransport(to, { maxSockets, holdMs })
      : createFetchTransport(to, fetch);
  if (spanEndpoint === undefined) return open(destination);
  const transport = isDefaultEndpoint(spanEndpoint)
    ? open(destination)
    : sendSpansTo(spanEndpoint, destination, open);
  return spanEndpoint.protocol === "http/json" ? sendSpansAsJson(transport) : transport;
}

function keyOf(request: PipelineRequest): string {
  const { destination, settings, fetch, isOffline, spool, spanEndpoint } = request;
  const { serverUrl, apiKey } = destination;
  const { limits, retry, maxSockets } = settings;
  const fetchId = fetch === undefined ? 0 : idOf(fetch);
  const ways = [fetchId, isOffline, spool, spanEndpoint, request.mayBatchSessions ?? true];
  return JSON.stringify([serverUrl, apiKey, limits, retry, maxSockets, ...ways]);
}

function idOf(fetch: FetchFunction): number {
  const id = processState.fetchIds.get(fetch) ?? ++processState.fetchCount;
  processState.fetchIds.set(fetch, id);
  return id;
}
