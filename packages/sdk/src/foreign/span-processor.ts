import { eventIdOfSpan, identityAttribute } from "@honeyhive/contract";
import {
  SpanKind,
  trace as otelTrace,
  type Attributes,
  type Context,
  type HrTime,
  type Link,
  type Span,
  type SpanContext,
  type SpanStatus,
} from "@opentelemetry/api";

import { isMarkedRecorded } from "./client-spans.js";
import type { InstrumentationScope, SpanData } from "../encode/span-data.js";
import { finishSpan } from "../core/finish-span.js";
import { processState } from "../core/process-state.js";
import { describeError } from "../lib/describe-error.js";
import { scopeOf } from "../scope/active-scope.js";
import { nestScope, type Frame, type Scope } from "../core/scope.js";
import type { TracerCore } from "../core/tracer-core.js";

/** What SDKs 1.x, 2.x and 3.x of OpenTelemetry hand to a processor when a span ends. */
export interface EndedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  spanContext(): SpanContext;
  readonly parentSpanContext?: SpanContext | undefined;
  readonly parentSpanId?: string | undefined;
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  readonly status: SpanStatus;
  readonly attributes: Attributes;
  readonly links: Link[];
  readonly events: readonly {
    readonly name: string;
    readonly time: HrTime;
    readonly attributes?: Attributes | undefined;
  }[];
  readonly instrumentationScope?: InstrumentationScope | undefined;
  readonly droppedAttributesCount?: number | undefined;
  readonly droppedEventsCount?: number | undefined;
}

interface Adoption {
  readonly frame: Frame;
  readonly isTopmost: boolean;
  /** Set on the topmost foreign span: the event below which it hangs. */
  readonly parentEventId: string | undefined;
}

export interface HoneyHiveSpanProcessorOptions {
  /**
   * Gives each request that the application serves (a root span of kind SERVER outside any scope) a session of the
   * default tracer's, with everything in it. Default false: such spans stay the application's own affair.
   */
  readonly sessionPerRequest?: boolean | undefined;
}

/**
 * For applications that own their tracer provider: put it among the provider's span processors, and each span goes to
 * the tracer in whose scope it starts. Spans outside any scope stay the application's own affair.
 *
 * ```ts
 * new NodeSDK({ spanProcessors: [new HoneyHiveSpanProcessor(), yourProcessor] });
 * ```
 */
export class HoneyHiveSpanProcessor {
  /** By span, and by its context: instrumentations wrap the spans that they set as parents. */
  private readonly adoptions = new WeakMap<object, Adoption>();
  private readonly givesSessions: boolean;
  private isShutDown = false;

  constructor({ sessionPerRequest = false }: HoneyHiveSpanProcessorOptions = {}) {
    this.givesSessions = sessionPerRequest;
    processState.processors++;
  }

  /** Decides here and never later: a span may end anywhere. */
  onStart(span: Span, parentContext: Context): void {
    if (isMarkedRecorded(parentContext)) return;
    const scope = scopeOf(parentContext) ?? (this.givesSessions ? openRequest(span) : undefined);
    if (scope === undefined || !scope.core.isEnabled) return;
    if (!keeps(scope.core, span)) {
      scope.core.filteredSpans++;
      return;
    }
    const parent = otelTrace.getSpan(parentContext);
    const adopted = parent === undefined ? undefined : this.adoptionOf(parent);
    // Between the host's span and this one another tracer or a traced function may have begun: then it is the parent.
    const isTopmost =
      adopted === undefined ||
      adopted.frame.core !== scope.core ||
      adopted.frame.session !== scope.session ||
      adopted.frame.span !== scope.span;
    const own = scope.span?.spanContext();
    const adoption: Adoption = {
      frame: scope,
      isTopmost,
      parentEventId:
        isTopmost && own !== undefined ? eventIdOfSpan(own.traceId, own.spanId) : undefined,
    };
    this.adoptions.set(span, adoption).set(span.spanContext(), adoption);
    if (this.givesSessions)
      (processState.hostScopes ??= new WeakMap()).set(span.spanContext(), scope);
    scope.session.start();
  }

  onEnd(span: EndedSpan): void {
    const adoption = this.adoptions.get(span);
    if (adoption === undefined) return;
    const { core, session } = adoption.frame;
    const data = readSpan(span, adoption);
    if (data === undefined) return;
    finishSpan(core, session, {
      data,
      instrumentationScope: span.instrumentationScope ?? { name: "unknown" },
      identity:
        adoption.parentEventId === undefined
          ? session.identity
          : { ...session.identity, [identityAttribute.parentId]: adoption.parentEventId },
      resource: core.resource,
    });
  }

  private adoptionOf(span: Pick<EndedSpan, "spanContext">): Adoption | undefined {
    return this.adoptions.get(span) ?? this.adoptions.get(span.spanContext());
  }

  /** Flushes every tracer of the process. */
  async forceFlush(): Promise<void> {
    const pipelines = [...processState.pipelines.values()];
    await Promise.all(pipelines.map(({ pipeline }) => pipeline.flush(flushTimeoutMs)));
  }

  /** The tracers have lifetimes of their own; this only makes sure that nothing waits. */
  shutdown(): Promise<void> {
    if (!this.isShutDown) processState.processors--;
    this.isShutDown = true;
    return this.forceFlush();
  }
}

const flushTimeoutMs = 5000;

/** A scope with a session of its own for a request that arrives where there is none. */
function openRequest(span: Span & Partial<EndedSpan>): Scope | undefined {
  const core = processState.defaultTracer?.core;
  if (core === undefined || span.kind !== SpanKind.SERVER) return undefined;
  const session = core.session.sibling({ name: span.name ?? "request" });
  return nestScope({ core, session, span: undefined }, undefined);
}

/** The API's span does not tell its name; OpenTelemetry's own do. */
function keeps(core: TracerCore, span: Span & Partial<EndedSpan>): boolean {
  return core.keepsSpan({
    name: span.name ?? "",
    scopeName: span.instrumentationScope?.name ?? "",
    isServer: span.kind === SpanKind.SERVER,
  });
}

/** Undefined, with a warning, when the provider's spans do not have the shape of OpenTelemetry's. */
function readSpan(span: EndedSpan, adoption: Adoption): SpanData | undefined {
  try {
    return toSpanData(span, adoption);
  } catch (error) {
    adoption.frame.core.logger.warnOnce(
      "foreign-span",
      `Expected the spans of OpenTelemetry's SDK, got one that cannot be read (${describeError(error).message}). ` +
        "Spans of this provider are not recorded; give the instrumentation to `instrumentors` instead.",
    );
    return undefined;
  }
}

function toSpanData(span: EndedSpan, adoption: Adoption): SpanData {
  const parentSpanId = span.parentSpanContext?.spanId ?? span.parentSpanId;
  return {
    context: span.spanContext(),
    // The topmost span's parent is the host's or another tenant's: it stays at home.
    parentSpanId: adoption.isTopmost ? undefined : parentSpanId,
    name: span.name,
    kind: span.kind,
    startMs: fromHrTime(span.startTime),
    endMs: fromHrTime(span.endTime),
    attributes: span.attributes,
    events: span.events.map((event) => ({
      name: event.name,
      timeMs: fromHrTime(event.time),
      attributes: event.attributes ?? {},
    })),
    links: span.links,
    status: span.status,
    droppedAttributesCount: span.droppedAttributesCount ?? 0,
    droppedEventsCount: span.droppedEventsCount ?? 0,
  };
}

function fromHrTime(time: HrTime): number {
  return time[0] * 1000 + time[1] / 1_000_000;
}
