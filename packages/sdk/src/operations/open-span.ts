import { eventIdOfSpan, eventAttribute, type EventType } from "@honeyhive/contract";
import { INVALID_SPAN_CONTEXT, trace as otelTrace, type Span } from "@opentelemetry/api";

import type { AnyObject } from "../lib/any-object.js";
import { activeContext, runInScope } from "../scope/active-scope.js";
import { applyEnrichment, type Enrichment } from "../enrich/enrichment.js";
import type { TracedSpan } from "../core/scope.js";
import { startSpan } from "../otel/start-span.js";
import { setPayloadEntries } from "../core/payload.js";
import { recordError } from "../core/record-error.js";
import type { TracerCore } from "../core/tracer-core.js";
import { instrumentationScope } from "../core/instrumentation-scope.js";
import { runTraced } from "../wrap/run-traced.js";

export interface OpenSpanOptions {
  /** `chain` unless said otherwise. */
  readonly eventType?: EventType | undefined;
  readonly inputs?: AnyObject | undefined;
  readonly config?: AnyObject | undefined;
  readonly metadata?: AnyObject | undefined;
}

/**
 * A span that the program ends itself, best with `using`. It is not active around the code that opened it; what runs in
 * `run` nests below it.
 */
export interface OpenSpan {
  readonly span: Span;
  /** The id of the span's event on the server. */
  readonly eventId: string;
  /** Runs `fn` with the span as the active one. */
  run<Result>(fn: () => Result): Result;
  /** @returns whether the span was still running */
  enrich(enrichment: Enrichment): boolean;
  /** Marks the span as failed. It still has to be ended. */
  fail(error: unknown): void;
  end(): void;
  [Symbol.dispose](): void;
}

/** Opens a span of `core`, below the one that is active here. */
export function openSpan(core: TracerCore, name: string, options: OpenSpanOptions): OpenSpan {
  if (!core.isEnabled) return closedSpan;
  const span = beginOperation(core, name, options);
  const { traceId, spanId } = span.spanContext();
  return {
    span,
    eventId: eventIdOfSpan(traceId, spanId),
    run: (fn) => runInScope(span.scope, activeContext(), fn),
    enrich: (enrichment) => applyEnrichment(span, enrichment),
    fail: (error) => recordError(span, error),
    end: () => span.end(),
    [Symbol.dispose]: () => span.end(),
  };
}

/** Runs `fn` once inside a new span and ends it when what `fn` returns is over. */
export function runInSpan<Result>(
  core: TracerCore,
  name: string,
  options: OpenSpanOptions,
  fn: (span: Span) => Result,
): Result {
  if (!core.isEnabled) return fn(closedSpan.span);
  const context = activeContext();
  const span = beginOperation(core, name, options, context);
  return runTraced(span, context, {}, () => fn(span));
}

/** What a disabled tracer gives: it takes everything and records nothing. */
const closedSpan: OpenSpan = {
  span: otelTrace.wrapSpanContext(INVALID_SPAN_CONTEXT),
  eventId: "",
  run: (fn) => fn(),
  enrich: () => false,
  fail: () => undefined,
  end: () => undefined,
  [Symbol.dispose]: () => undefined,
};

/** Starts a span of an operation and records what is known before it. */
export function beginOperation(
  core: TracerCore,
  name: string,
  options: OpenSpanOptions,
  context = activeContext(),
  startTime?: number,
): TracedSpan {
  const span = startSpan({
    core,
    name,
    options: startTime === undefined ? {} : { startTime },
    context,
    instrumentationScope,
  });
  span.setAttribute(eventAttribute.type, options.eventType ?? "chain");
  span.setAttribute(eventAttribute.name, name);
  for (const bucket of ["inputs", "config", "metadata"] as const) {
    const values = options[bucket];
    if (values !== undefined) setPayloadEntries(span, bucket, values);
  }
  return span;
}
