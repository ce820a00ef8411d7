import { buckets, type Event, type JsonObject } from "@honeyhive/contract";

import { mapSpan } from "../mapping/map-span.js";
import type { SpanRecord } from "../mapping/span-record.js";
import { span } from "./span.js";

export function mapped(fields: Partial<SpanRecord>): Event {
  return mapSpan(span(fields), "project").event;
}

const lineage = ["trace_id", "span_id", "scope", "has_otlp_lineage", "instrumentor", "span_events"];

/** The buckets that the attributes filled, without what every event of a span carries. */
export function payloadOf(attributes: JsonObject, fields: Partial<SpanRecord> = {}): JsonObject {
  const event = mapped({ attributes, ...fields });
  const own = Object.entries(event.metadata).filter(([key]) => !lineage.includes(key));
  const filled = { ...event, metadata: Object.fromEntries(own) };
  return Object.fromEntries(
    buckets
      .map((bucket) => [bucket, filled[bucket]] as const)
      .filter(([, bucket]) => Object.keys(bucket).length > 0),
  );
}
