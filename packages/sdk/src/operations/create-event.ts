import {
  eventIdOfSpan,
  eventTypes,
  routes,
  type EventInput,
  type EventType,
  type JsonObject,
} from "@honeyhive/contract";

import type { AnyObject } from "../lib/any-object.js";
import { currentScope } from "../scope/active-scope.js";
import { serialise } from "../lib/serialise.js";
import { frameOf } from "../core/scope.js";
import { asObject, runMetadata } from "../session/session-texts.js";
import type { TracerCore } from "../core/tracer-core.js";

export interface CreateEventOptions {
  /** `tool` unless said otherwise. */
  readonly eventType?: Exclude<EventType, "session"> | undefined;
  readonly inputs?: AnyObject | undefined;
  readonly outputs?: unknown;
  readonly config?: AnyObject | undefined;
  readonly metadata?: AnyObject | undefined;
  readonly metrics?: AnyObject | undefined;
  readonly feedback?: AnyObject | undefined;
  readonly error?: string | undefined;
  /** Unix milliseconds. Default: now, less the duration. */
  readonly startTime?: number | undefined;
  /** Milliseconds. Default 0. */
  readonly durationMs?: number | undefined;
}

/** Records something that has already happened, below the span that is active here. @returns the event's id */
export function createEvent(core: TracerCore, name: string, options: CreateEventOptions): string {
  const frame = frameOf(core, currentScope());
  const session = frame?.session ?? core.session;
  const parent = frame?.span?.spanContext();
  const duration = options.durationMs ?? 0;
  const startTime = options.startTime ?? core.runtime.clock.now() - duration;
  const eventId = crypto.randomUUID();
  const { eventType = "tool", outputs } = options;
  const event: EventInput = {
    event_id: eventId,
    session_id: session.id,
    parent_id: parent === undefined ? session.id : eventIdOfSpan(parent.traceId, parent.spanId),
    event_type: eventTypes.includes(eventType) ? eventType : "tool",
    event_name: name,
    source: session.source,
    inputs: options.inputs ?? {},
    outputs: typeof outputs === "object" ? outputs : { result: outputs },
    config: options.config,
    metadata: { ...options.metadata, ...runMetadata(session.run) },
    metrics: options.metrics,
    feedback: options.feedback,
    error: options.error,
    start_time: startTime,
    end_time: startTime + duration,
    duration,
  };
  if (!core.isEnabled) return eventId;
  if (!session.isSampled) {
    core.sampledOutSpans++;
    return eventId;
  }
  void session.announce();
  const { text, isTruncated } = serialise(event, core.limits.maxValueLength);
  const plain = JSON.parse(text) as JsonObject;
  const whole = isTruncated ? { inputs: {}, outputs: { truncated: plain } } : payloadOf(plain);
  const payload = core.redactor.fields("event", whole);
  const body = {
    ...withoutPayload(event),
    ...payload,
    metadata: { ...asObject(payload["metadata"]), ...runMetadata(session.run) },
  };
  void core.pipeline.request(session.id, routes.createEventLegacy, { event: body });
  core.keepAlive?.(session);
  return eventId;
}

const payloadKeys = ["inputs", "outputs", "config", "metadata", "metrics", "feedback", "error"];

function payloadOf(event: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(event).filter(([key]) => payloadKeys.includes(key)));
}

function withoutPayload(event: EventInput): JsonObject {
  return Object.fromEntries(Object.entries(event).filter(([key]) => !payloadKeys.includes(key)));
}
