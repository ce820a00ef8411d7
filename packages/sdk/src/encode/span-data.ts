import type { Attributes, Link, SpanContext, SpanKind, SpanStatus } from "@opentelemetry/api";

import type { SpanIds } from "./span-ids.js";

export interface InstrumentationScope {
  readonly name: string;
  readonly version?: string | undefined;
}

/** An event on a span; `timeMs` is Unix milliseconds with fractions. */
export interface SpanEvent {
  readonly name: string;
  readonly timeMs: number;
  readonly attributes: Attributes;
}

/** What the encoder needs to know about an ended span, whoever made it. Times are Unix milliseconds. */
export interface SpanData {
  /** Text in spans of others. */
  readonly context: SpanIds | SpanContext;
  readonly parentSpanId: SpanIds | string | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly Link[];
  readonly status: SpanStatus;
  readonly droppedAttributesCount: number;
  readonly droppedEventsCount: number;
  readonly droppedLinksCount?: number;
}

/** A span after its end, with everything that goes with it. */
export interface FinishedSpan {
  readonly data: SpanData;
  readonly instrumentationScope: InstrumentationScope;
  /** Stamped over the span's own attributes; the same object for all spans of a session. */
  readonly identity: Readonly<Attributes>;
  readonly resource: Readonly<Attributes>;
}
