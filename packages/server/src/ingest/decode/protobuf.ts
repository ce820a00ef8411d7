import type { JsonObject } from "@honeyhive/contract";

import type { DecodedSpan, SpanEvent, SpanLink } from "../../mapping/span-record.js";
import { checkSpan, type UncheckedSpan } from "./check-span.js";
import { messagesIn, readAttributes, readScope, toHex, toMalformed } from "./protobuf-fields.js";
import { readKeyValue } from "./read-any-value.js";
import { readFields } from "./read-fields.js";

/** Spans of a binary `ExportTraceServiceRequest`, one at a time, so that a large body can be worked off in slices. */
export function* decodeProtobuf(body: Uint8Array): Generator<DecodedSpan> {
  try {
    for (const resourceSpans of messagesIn(body, 1)) yield* readResourceSpans(resourceSpans);
  } catch (error) {
    throw toMalformed(error);
  }
}

function* readResourceSpans(bytes: Uint8Array): Generator<DecodedSpan> {
  const resource: Record<string, unknown> = {};
  // The resource may be written after the spans that belong to it.
  for (const message of messagesIn(bytes, 1)) readAttributes(message, 1, resource);
  for (const scopeSpans of messagesIn(bytes, 2)) {
    let scope = { name: "", version: "" };
    for (const message of messagesIn(scopeSpans, 1)) scope = readScope(message);
    for (const span of messagesIn(scopeSpans, 2)) {
      yield checkSpan(readSpan(span, resource, scope));
    }
  }
}

function readSpan(
  bytes: Uint8Array,
  resource: JsonObject,
  scope: UncheckedSpan["scope"],
): UncheckedSpan {
  const attributes: Record<string, unknown> = {};
  const events: SpanEvent[] = [];
  const links: SpanLink[] = [];
  let [traceId, spanId, parentSpanId] = ["", "", ""];
  let [name, kind, startNs, endNs] = ["", 0, 0n, 0n];
  let status = { code: 0, message: "" };
  readFields(bytes, (field, reader) => {
    if (field === 1) traceId = toHex(reader.bytes());
    else if (field === 2) spanId = toHex(reader.bytes());
    else if (field === 4) parentSpanId = toHex(reader.bytes());
    else if (field === 5) name = reader.string();
    else if (field === 6) kind = reader.int32();
    else if (field === 7) startNs = BigInt(reader.fixed64());
    else if (field === 8) endNs = BigInt(reader.fixed64());
    else if (field === 9) readKeyValue(reader, attributes);
    else if (field === 11) events.push(readEvent(reader.bytes()));
    else if (field === 13) links.push(readLink(reader.bytes()));
    else if (field === 15) status = readStatus(reader.bytes());
    else return false;
    return true;
  });
  return {
    traceId,
    spanId,
    parentSpanId,
    name,
    kind,
    startNs,
    endNs,
    attributes,
    events,
    links,
    status,
    resource,
    scope,
  };
}

function readEvent(bytes: Uint8Array): SpanEvent {
  const attributes: Record<string, unknown> = {};
  let [name, timeNs] = ["", 0n];
  readFields(bytes, (field, reader) => {
    if (field === 1) timeNs = BigInt(reader.fixed64());
    else if (field === 2) name = reader.string();
    else if (field === 3) readKeyValue(reader, attributes);
    else return false;
    return true;
  });
  return { name, timeNs, attributes };
}

function readLink(bytes: Uint8Array): SpanLink {
  const link = { traceId: "", spanId: "" };
  readFields(bytes, (field, reader) => {
    if (field === 1) link.traceId = toHex(reader.bytes());
    else if (field === 2) link.spanId = toHex(reader.bytes());
    else return false;
    return true;
  });
  return link;
}

function readStatus(bytes: Uint8Array): UncheckedSpan["status"] {
  const status = { code: 0, message: "" };
  readFields(bytes, (field, reader) => {
    if (field === 2) status.message = reader.string();
    else if (field === 3) status.code = reader.int32();
    else return false;
    return true;
  });
  return status;
}
