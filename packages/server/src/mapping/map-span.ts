import { eventAttribute, type Event, type JsonObject } from "@honeyhive/contract";

import type { SpanRecord } from "./span-record.js";
import { AttributeBag } from "./attribute-bag.js";
import { KnownNames } from "./attribute-names.js";
import { errorOf } from "./error-of.js";
import { emptyBuckets, fillAll, type EventDraft } from "./event-draft.js";
import { eventTypeOf } from "./event-type.js";
import { families } from "./families/index.js";
import { httpName } from "./http-span.js";
import { resolveIdentity } from "./identity.js";
import { instrumentorOf } from "./instrumentor.js";
import { findMedia, maxInlineCharacters, type MediaReference } from "./messages/media.js";
import { isMessage } from "./messages/message-events.js";
import { unflatten } from "./unflatten.js";

export interface MappedSpan {
  readonly event: Event;
  /** Name for the session, should the span be the first that is heard of it. */
  readonly sessionName: string | undefined;
  /** What the event refers to, to be kept beside it. */
  readonly media: readonly MediaReference[];
}

/**
 * An OTLP span as a HoneyHive event. Pure: the same span gives the same event. `known` saves work where many spans
 * are mapped.
 */
export function mapSpan(span: SpanRecord, projectId: string, known = new KnownNames()): MappedSpan {
  const bag = new AttributeBag(span.attributes, known.of(span.attributes));
  const eventType = eventTypeOf(span, bag);
  const draft: EventDraft = { span, bag, eventType, buckets: emptyBuckets() };
  const identity = resolveIdentity(span, bag);
  const eventName =
    bag.peekText(eventAttribute.name) ?? httpName(span, bag) ?? (span.name || "unknown");
  const startMs = toMilliseconds(span.startNs);
  const endMs = Math.max(startMs, toMilliseconds(span.endNs));
  const givenDurationMs = bag.peek(eventAttribute.durationMs);
  for (const applyFamily of families) applyFamily(draft);
  const error = errorOf(draft);
  fillAll(draft, "metadata", unflatten(bag.takeRest()));
  fillLineage(draft, identity.foreignSessionId, known);
  const event: Event = {
    event_id: identity.eventId,
    session_id: identity.sessionId,
    parent_id: eventType === "session" ? null : identity.parentId,
    children_ids: [],
    event_type: eventType,
    event_name: eventName,
    source: identity.source,
    project_id: projectId,
    ...draft.buckets,
    error,
    start_time: startMs,
    end_time: endMs,
    duration: typeof givenDurationMs === "number" ? givenDurationMs : endMs - startMs,
  };
  const media = mayHaveMedia(span) ? findMedia(event) : [];
  return { event, sessionName: identity.sessionName, media };
}

/** Most spans are known at a glance to have none. */
function mayHaveMedia({ attributes, events }: SpanRecord): boolean {
  return hasLargeValue(attributes) || events.some((event) => hasLargeValue(event.attributes));
}

function hasLargeValue(attributes: JsonObject): boolean {
  for (const key in attributes) {
    const value = attributes[key];
    if (typeof value === "string" ? value.length > maxInlineCharacters : typeof value === "object")
      return true;
  }
  return false;
}

/** Where the event came from; no attribute of the span may overwrite it. */
function fillLineage(
  { span, bag, buckets: { metadata } }: EventDraft,
  foreignSessionId: string | undefined,
  known: KnownNames,
): void {
  metadata["trace_id"] = span.traceId;
  metadata["span_id"] = span.spanId;
  if (span.parentSpanId !== null) metadata["parent_span_id"] = span.parentSpanId;
  if (foreignSessionId !== undefined) metadata["session_id"] = foreignSessionId;
  metadata["instrumentor"] = instrumentorOf(span, bag);
  metadata["has_otlp_lineage"] = true;
  metadata["scope"] = span.scope;
  if (Object.keys(span.resource).length > 0)
    metadata["resource"] = known.unflattened(span.resource);
  const events = otherEvents(span);
  if (events.length > 0) metadata["span_events"] = events;
  if (span.links.length > 0) metadata["span_links"] = span.links;
}

/** Messages and matches are inputs and outputs by now. */
function otherEvents({ events }: SpanRecord): JsonObject[] {
  const others = events.filter(({ name }) => !isMessage(name) && !name.startsWith("db.query."));
  return others.map(({ name, timeNs, attributes }) => ({
    name,
    time: toMilliseconds(timeNs),
    attributes,
  }));
}

/** Microsecond precision, which is what the store keeps. */
function toMilliseconds(unixNs: bigint): number {
  return Number(unixNs / 1000n) / 1000;
}
