import { makeRandom } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { encodeOfficially } from "../../testing/encode-officially.js";
import { randomSpans, type ExportedSpan } from "../../testing/random-spans.js";
import type { DecodedSpan, SpanRecord } from "../../mapping/span-record.js";
import { decodeJson } from "./json.js";
import { splitJsonNow } from "./split-json.js";
import { decodeProtobuf } from "./protobuf.js";

const programs = 300;

test("what OpenTelemetry's own encoders write is read as it was, from protobuf and from JSON", async () => {
  const random = makeRandom(5);
  const requests = Array.from({ length: programs }, (_, index) =>
    randomSpans(random, 1 + (index % 7)),
  );
  const encoded = await encodeOfficially(requests);
  expect(encoded).toHaveLength(programs);
  for (const [index, { json, protobuf }] of encoded.entries()) {
    const expected = inOrder((requests[index] ?? []).map(toRecord));
    expect(inOrder(recordsOf(decodeProtobuf(protobuf)))).toEqual(expected);
    expect(inOrder(recordsOf(decodeJson(splitJsonNow(json))))).toEqual(expected);
  }
});

function recordsOf(decoded: Iterable<DecodedSpan>): SpanRecord[] {
  return [...decoded].map((outcome) => {
    if (outcome.kind === "invalid") throw new Error(outcome.reason);
    return outcome.span;
  });
}

/** Encoders group spans by scope. */
function inOrder(records: readonly SpanRecord[]): SpanRecord[] {
  return records.toSorted((left, right) => (left.spanId < right.spanId ? -1 : 1));
}

function toRecord(span: ExportedSpan): SpanRecord {
  const { traceId, spanId } = span.context;
  return {
    traceId,
    spanId,
    parentSpanId: span.parentSpanContext?.spanId ?? null,
    name: span.name,
    // The API counts from 0, the protocol from 1.
    kind: span.kind + 1,
    startNs: toNanoseconds(span.startTime),
    endNs: toNanoseconds(span.endTime),
    attributes: { ...span.attributes },
    events: span.events.map(({ name, time, attributes }) => ({
      name,
      timeNs: toNanoseconds(time),
      attributes: { ...attributes },
    })),
    links: span.links.map(({ context }) => ({ traceId: context.traceId, spanId: context.spanId })),
    status: { code: span.status.code, message: span.status.message },
    resource: { ...span.resource.attributes },
    scope: span.instrumentationScope,
  };
}

function toNanoseconds([seconds, nanoseconds]: ExportedSpan["startTime"]): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds);
}
