import { startCollector, type CollectedSpan } from "@honeyhive/testing";
import { createTraceState, type Attributes } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";

import { createIdGenerator } from "../core/ids.js";
import { RequestEncoder } from "./encode-request.js";
import type { SpanData } from "./span-data.js";

const context = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "00f067aa0ba902b7",
  traceFlags: 1,
};

const data: SpanData = {
  context,
  parentSpanId: undefined,
  name: "work",
  kind: 0,
  startMs: 1_700_000_000_000.25,
  endMs: 1_700_000_000_001,
  attributes: {},
  events: [],
  links: [],
  status: { code: 0 },
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
};

/** Encodes, sends and decodes with a decoder that shares no code with the encoder. */
async function roundTrip(
  spans: readonly Partial<SpanData>[],
  identity: Attributes = {},
): Promise<readonly CollectedSpan[]> {
  await using collector = await startCollector();
  const encoder = new RequestEncoder({ maxSpanBytes: Infinity, onShrunk: () => undefined });
  const { body } = encoder.encode(
    spans.map((span) => ({
      data: { ...data, ...span },
      identity,
      instrumentationScope: { name: "scope", version: "1" },
      resource,
    })),
  );
  await fetch(`${collector.url}/opentelemetry/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: new Uint8Array(body),
  });
  return collector.waitForSpans(spans.length);
}

const resource = { "service.name": "app" };

async function roundTripValue(value: unknown): Promise<unknown> {
  const [span] = await roundTrip([{ attributes: { value } as Attributes }]);
  return span?.attributes["value"];
}

describe("an attribute", () => {
  it.each<[string, unknown]>([
    ["an empty text", ""],
    ["a text", "hello"],
    ["a text of 127 bytes", "x".repeat(127)],
    ["a text of 128 bytes", "x".repeat(128)],
    ["a text of 39 three-byte characters", "€".repeat(39)],
    ["a text of 43 three-byte characters", "€".repeat(43)],
    ["a text of 16,383 bytes", "x".repeat(16_383)],
    ["a text of 16,384 bytes", "é".repeat(8192)],
    ["a text of two megabytes", "😀".repeat(500_000)],
    ["true", true],
    ["false", false],
    ["zero", 0],
    ["one", 1],
    ["minus one", -1],
    ["a large integer", Number.MAX_SAFE_INTEGER],
    ["a large negative integer", Number.MIN_SAFE_INTEGER],
    ["300", 300],
    ["2 to the 31", 2 ** 31],
    ["minus 2 to the 31", -(2 ** 31)],
    ["a number larger than integers", 2 ** 60],
    ["a fraction", -0.1],
    ["infinity", Number.POSITIVE_INFINITY],
    ["not a number", Number.NaN],
    ["a tiny number", Number.MIN_VALUE],
    ["an empty list", []],
    ["a list", ["a", "", "b"]],
    ["a list of numbers", [1, -2, 0.5]],
    ["a list with a hole", ["a", undefined, "b"]],
  ])("arrives as it was: %s", async (_, value) => {
    expect(await roundTripValue(value)).toEqual(value);
  });

  it("replaces halves of surrogate pairs, in short and in long texts", async () => {
    expect(await roundTripValue("a\ud83d")).toBe("a\ufffd");
    expect(await roundTripValue(`${"a".repeat(50)}\ude00z`)).toBe(`${"a".repeat(50)}\ufffdz`);
  });

  it("without a value is left out", async () => {
    const [span] = await roundTrip([{ attributes: { none: undefined, some: 1 } }]);
    expect(span?.attributes).toEqual({ some: 1 });
  });

  it("of the identity is written once and wins", async () => {
    const [span] = await roundTrip([{ attributes: { id: "forged", other: 1 } }], { id: "true" });
    expect(span?.attributes).toEqual({ id: "true", other: 1 });
  });
});

describe("a span", () => {
  it("arrives whole", async () => {
    const traceState = createTraceState("vendor=1");
    const linked = { traceId: "f".repeat(32), spanId: "e".repeat(16), traceFlags: 0, traceState };
    const [span] = await roundTrip([
      {
        context: { ...context, traceState },
        parentSpanId: "1234567890abcdef",
        kind: 4,
        events: [{ name: "event", timeMs: 1_700_000_000_000.5, attributes: { n: 1 } }],
        links: [{ context: linked, attributes: { why: "because" } }, { context: linked }],
        status: { code: 2, message: "broken" },
        droppedAttributesCount: 300,
      },
    ]);
    expect(span).toEqual({
      traceId: context.traceId,
      spanId: context.spanId,
      parentSpanId: "1234567890abcdef",
      traceState: "vendor=1",
      name: "work",
      kind: 5,
      startTimeUnixNano: "1700000000000250000",
      endTimeUnixNano: "1700000000001000000",
      attributes: {},
      events: [{ name: "event", timeUnixNano: "1700000000000500000", attributes: { n: 1 } }],
      links: [
        { traceId: linked.traceId, spanId: linked.spanId, attributes: { why: "because" } },
        { traceId: linked.traceId, spanId: linked.spanId, attributes: {} },
      ],
      status: { code: 2, message: "broken" },
      droppedAttributesCount: 300,
      droppedEventsCount: 0,
      droppedLinksCount: 0,
      flags: 1,
      resource,
      scope: { name: "scope", version: "1" },
    });
  });

  it("of a tracer of ours has ids that are the same on the wire and as text", async () => {
    const ids = createIdGenerator();
    const parent = ids.next();
    const own = ids.next(parent.trace);
    const [span] = await roundTrip([{ context: own, parentSpanId: parent }]);
    expect(span).toMatchObject({
      traceId: own.toContext().traceId,
      spanId: own.toContext().spanId,
      parentSpanId: parent.toContext().spanId,
    });
  });

  it("with nested messages longer than their first guess is intact", async () => {
    const attributes = { text: "x".repeat(20_000) };
    const event = { name: "e".repeat(200), timeMs: 1, attributes };
    const [span] = await roundTrip([{ attributes, events: [event, event], name: "n".repeat(300) }]);
    expect(span?.events.map((each) => each.attributes)).toEqual([attributes, attributes]);
    expect(span?.name).toHaveLength(300);
  });

  it.each(["x", "é", "€"])(
    "of %j is intact wherever a length needs one byte more",
    async (letter) => {
      const around = (size: number): number[] =>
        Array.from(
          { length: 40 },
          (_, index) => Math.floor(size / Buffer.byteLength(letter)) - index,
        );
      const texts = [...around(150), ...around(16_400), 0].map((length) => letter.repeat(length));
      const spans = await roundTrip(texts.map((text) => ({ attributes: { text, after: 1 } })));
      expect(spans.map(({ attributes }) => attributes)).toEqual(
        texts.map((text) => ({ text, after: 1 })),
      );
    },
  );

  it("arrives whole whatever the names of its attributes, how many they are and how often they come", async () => {
    const names = Array.from({ length: 1500 }, (_, index) => `name ${index}`);
    const attributes = Object.fromEntries(
      [...names, "n".repeat(300), "naïve", "x".repeat(127), "x".repeat(128), ""].map((name) => [
        name,
        name,
      ]),
    );
    const spans = await roundTrip([
      { attributes },
      { attributes: { "name 7": 1 } },
      { attributes },
    ]);
    expect(spans.map((span) => span.attributes)).toEqual([attributes, { "name 7": 1 }, attributes]);
  });

  it("leaves nothing behind for the next one", async () => {
    const spans = await roundTrip([{ attributes: { long: "x".repeat(5000) } }, { name: "short" }]);
    expect(spans.map(({ name, attributes }) => [name, Object.keys(attributes)])).toEqual([
      ["work", ["long"]],
      ["short", []],
    ]);
  });
});
