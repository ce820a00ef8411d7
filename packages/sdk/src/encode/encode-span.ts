import type { Attributes } from "@opentelemetry/api";

import type { ProtobufWriter } from "./protobuf-writer.js";
import { serialise } from "../lib/serialise.js";
import type { SpanData } from "./span-data.js";
import { isSpanIds, type SpanIds } from "./span-ids.js";

/** Field numbers of `opentelemetry.proto.trace.v1` and `common.v1`. */
const field = {
  span: {
    traceId: 1,
    spanId: 2,
    traceState: 3,
    parentSpanId: 4,
    name: 5,
    kind: 6,
    startTime: 7,
    endTime: 8,
    attributes: 9,
    droppedAttributes: 10,
    events: 11,
    droppedEvents: 12,
    links: 13,
    droppedLinks: 14,
    status: 15,
    flags: 16,
  },
  event: { time: 1, name: 2, attributes: 3 },
  link: { traceId: 1, spanId: 2, traceState: 3, attributes: 4 },
  status: { message: 2, code: 3 },
  keyValue: { key: 1, value: 2 },
  anyValue: { string: 1, boolean: 2, int: 3, double: 4, array: 5 },
  arrayValue: { values: 1 },
} as const;

const maxTextLength = 1 << 20;

/**
 * Writes the fields of one OTLP `Span` message. The identity comes after the span's own attributes and wins over them; it
 * is given encoded too, because it is the same for every span of a session.
 */
export function writeSpan(
  writer: ProtobufWriter,
  span: SpanData,
  identity: Readonly<Attributes>,
  encodedIdentity: Uint8Array,
): void {
  const { context } = span;
  if (isSpanIds(context)) {
    writer.traceId(field.span.traceId, context.trace);
    writer.spanId(field.span.spanId, context);
  } else {
    writer.hex(field.span.traceId, context.traceId);
    writer.hex(field.span.spanId, context.spanId);
  }
  const state = isSpanIds(context) ? context.trace.state : context.traceState;
  const traceState = state?.serialize();
  if (traceState) writer.string(field.span.traceState, traceState);
  if (span.parentSpanId) writeParent(writer, span.parentSpanId);
  writer.string(field.span.name, span.name);
  writer.varint(field.span.kind, span.kind + 1);
  writeTime(writer, field.span.startTime, span.startMs);
  writeTime(writer, field.span.endTime, span.endMs);
  for (const key in span.attributes) {
    if (!Object.hasOwn(identity, key))
      writeKeyValue(writer, field.span.attributes, key, span.attributes[key]);
  }
  writer.raw(encodedIdentity);
  if (span.droppedAttributesCount > 0) {
    writer.varint(field.span.droppedAttributes, span.droppedAttributesCount);
  }
  writeEvents(writer, span);
  if (span.droppedEventsCount > 0) {
    writer.varint(field.span.droppedEvents, span.droppedEventsCount);
  }
  writeLinks(writer, span);
  if ((span.droppedLinksCount ?? 0) > 0) {
    writer.varint(field.span.droppedLinks, span.droppedLinksCount ?? 0);
  }
  writeStatus(writer, span);
  writer.fixed32(field.span.flags, context.traceFlags & 0xff);
}

function writeParent(writer: ProtobufWriter, parent: SpanIds | string): void {
  if (typeof parent === "string") writer.hex(field.span.parentSpanId, parent);
  else writer.spanId(field.span.parentSpanId, parent);
}

/** A session's identity as the fields that each of its spans carries: a view that is valid until `scratch` is reset. */
export function encodeIdentity(
  scratch: ProtobufWriter,
  identity: Readonly<Attributes>,
): Uint8Array {
  const start = scratch.size;
  writeAttributes(scratch, field.span.attributes, identity);
  return scratch.finish(start);
}

/** Writes a resource's or a scope's attributes too: `fieldNumber` is where the enclosing message keeps them. */
export function writeAttributes(
  writer: ProtobufWriter,
  fieldNumber: number,
  attributes: Readonly<Attributes>,
): void {
  for (const key in attributes) writeKeyValue(writer, fieldNumber, key, attributes[key]);
}

function writeEvents(writer: ProtobufWriter, span: SpanData): void {
  for (const event of span.events) {
    const start = writer.startMessage(field.span.events);
    writeTime(writer, field.event.time, event.timeMs);
    writer.string(field.event.name, event.name);
    writeAttributes(writer, field.event.attributes, event.attributes);
    writer.endMessage(start);
  }
}

function writeLinks(writer: ProtobufWriter, span: SpanData): void {
  for (const link of span.links) {
    const start = writer.startMessage(field.span.links);
    writer.hex(field.link.traceId, link.context.traceId);
    writer.hex(field.link.spanId, link.context.spanId);
    const traceState = link.context.traceState?.serialize();
    if (traceState) writer.string(field.link.traceState, traceState);
    writeAttributes(writer, field.link.attributes, link.attributes ?? {});
    writer.endMessage(start);
  }
}

function writeStatus(writer: ProtobufWriter, span: SpanData): void {
  const start = writer.startMessage(field.span.status);
  if (span.status.message) writer.string(field.status.message, span.status.message);
  if (span.status.code) writer.varint(field.status.code, span.status.code);
  writer.endMessage(start);
}

/** About what the tags and lengths of an attribute take. */
const headerSize = 8;

function writeKeyValue(
  writer: ProtobufWriter,
  fieldNumber: number,
  key: string,
  value: unknown,
): void {
  if (value === undefined || value === null) return;
  const guessedSize = typeof value === "string" ? key.length + value.length + headerSize : 0;
  const start = writer.startMessage(fieldNumber, guessedSize);
  writer.name(field.keyValue.key, key);
  writeAnyValue(writer, field.keyValue.value, value);
  writer.endMessage(start, guessedSize);
}

function writeAnyValue(writer: ProtobufWriter, fieldNumber: number, value: unknown): void {
  const guessedSize = typeof value === "string" ? value.length + 3 : 0;
  const start = writer.startMessage(fieldNumber, guessedSize);
  if (typeof value === "string") writer.string(field.anyValue.string, value);
  else if (typeof value === "boolean") writer.boolean(field.anyValue.boolean, value);
  else if (typeof value === "number") writeNumber(writer, value);
  else if (Array.isArray(value)) {
    const arrayStart = writer.startMessage(field.anyValue.array);
    for (const item of value) writeAnyValue(writer, field.arrayValue.values, item);
    writer.endMessage(arrayStart);
  } else if (value !== null && value !== undefined) {
    writer.string(field.anyValue.string, toText(value));
  }
  writer.endMessage(start, guessedSize);
}

/** What OpenTelemetry does not allow as an attribute is kept readable, and must not cost the span. */
function toText(value: unknown): string {
  return typeof value === "object" || typeof value === "function"
    ? serialise(value, maxTextLength).text
    : String(value);
}

function writeNumber(writer: ProtobufWriter, value: number): void {
  if (Number.isSafeInteger(value)) writer.int64(field.anyValue.int, value);
  else writer.double(field.anyValue.double, value);
}

const bits22 = 2 ** 22;
const bits32 = 2 ** 32;

/**
 * Nanoseconds as two halves of 32 bits, without a BigInt: milliseconds are split before they are multiplied. `%` of
 * numbers as large is a call of a library, and takes longer than all of the rest.
 */
function writeTime(writer: ProtobufWriter, fieldNumber: number, timeMs: number): void {
  if (!(timeMs >= 0 && timeMs < Infinity)) throw new RangeError(`Not a time: ${timeMs}`);
  const whole = Math.floor(timeMs);
  const upper = Math.floor(whole / bits22) * 1_000_000;
  const fraction = Math.round((timeMs - whole) * 1_000_000);
  const lower = (whole - Math.floor(whole / bits22) * bits22) * 1_000_000 + fraction;
  const upperHigh = Math.floor(upper / 1024);
  const lowerHigh = Math.floor(lower / bits32);
  const low = (upper - upperHigh * 1024) * bits22 + (lower - lowerHigh * bits32);
  const carry = Math.floor(low / bits32);
  writer.fixed64(fieldNumber, upperHigh + lowerHigh + carry, low - carry * bits32);
}
