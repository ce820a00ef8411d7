import type { Attributes } from "@opentelemetry/api";

import type { Redactor } from "../redact/create-redactor.js";
import type { Logger } from "../lib/logger.js";
import type { FinishedSpan } from "../encode/span-data.js";
import type { FlushResult, Pipeline } from "../pipeline/pipeline.js";
import type { Runtime } from "./runtime.js";
import type { Session } from "../session/session.js";

/** Bounds of what one span may hold. */
export interface CaptureLimits {
  /** Longest serialised value, in UTF-16 units; longer ones are cut and marked. */
  readonly maxValueLength: number;
  readonly maxAttributes: number;
  readonly maxEvents: number;
  readonly maxLinks: number;
}

/** Decides about a span of an instrumentation, when it starts. */
export type KeepsSpan = (span: {
  readonly name: string;
  readonly scopeName: string;
  /** Roots of requests are kept: they give the request its session. */
  readonly isServer: boolean;
}) => boolean;

/** Told of each span and event that waits to be sent, by its session. */
export type KeepAlive = (session: Session) => void;

/** A tracer, as what is below it knows it. */
export interface LiveTracer {
  readonly core: TracerCore;
  shutdown(timeoutMs?: number): Promise<FlushResult>;
}

export type TracerReference = Pick<WeakRef<LiveTracer>, "deref">;

/** What spans, sessions and wrappers need of a tracer: its identity and where its data goes. */
export interface TracerCore {
  readonly id: symbol;
  /** Held weakly, but for a case's: a tracer that nobody holds is collected though its spans still run. */
  readonly owner: TracerReference;
  readonly runtime: Runtime;
  readonly pipeline: Pipeline;
  readonly logger: Logger;
  readonly resource: Readonly<Attributes>;
  readonly limits: CaptureLimits;
  /** The session of spans that start outside any scope of this tracer. */
  readonly session: Session;
  /** False without a key, after a refused key and after `shutdown`: calls pass through. */
  isEnabled: boolean;
  disabledReason: string | undefined;
  /** Values that were cut because they exceeded `maxValueLength`. */
  truncatedValues: number;
  /** Lazy values that came after their span had been sent. */
  lateEnrichments: number;
  readonly redactor: Redactor;
  /** Decides about the spans of instrumentations. */
  readonly keepsSpan: KeepsSpan;
  /** Whether requests that an instrumentation sees are only recorded where something happens in them. */
  readonly isNoise: (scopeName: string) => boolean;
  /** Keeps a platform from freezing before what waits has been sent. */
  readonly keepAlive: KeepAlive | undefined;
  /** Ends what nobody has read or run to its end, with what it came to: called when the tracer is let go. */
  readonly openWork: Set<() => void>;
  /** Spans of instrumentations that no filter kept. */
  filteredSpans: number;
  /** Spans of sessions that are not among the share that is sent. */
  sampledOutSpans: number;
  spanObserver: SpanObserver | undefined;
}

export interface SpanObserver {
  /** Told of each span that ends, as it was recorded. @returns what is sent beside its attributes. Must not throw. */
  onSpanEnd(span: FinishedSpan): Attributes | undefined;
}
