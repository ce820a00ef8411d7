import { describe, expect, test } from "vitest";

import { otlpProtobuf } from "../../testing/otlp-protobuf.js";
import type { DecodedSpan, SpanRecord } from "../../mapping/span-record.js";
import { decodeJson } from "./json.js";
import { splitJsonNow } from "./split-json.js";
import { decodeProtobuf } from "./protobuf.js";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spanId = "b7ad6b7169203331";
const parentSpanId = "00f067aa0ba902b7";

const whole: SpanRecord = {
  traceId,
  spanId,
  parentSpanId,
  name: "ünïcode 🐝",
  kind: 3,
  startNs: 1_780_000_000_123_456_789n,
  endNs: 1_780_000_001_000_000_001n,
  attributes: {
    text: "a",
    yes: true,
    whole: -7,
    huge: "9223372036854775807",
    half: 0.5,
    list: ["a", 1, [true]],
    nested: { a: { b: "c" } },
    bytes: "AQID",
    none: null,
  },
  events: [{ name: "exception", timeNs: 5n, attributes: { "exception.message": "x" } }],
  links: [{ traceId, spanId }],
  status: { code: 2, message: "bad" },
  resource: { "service.name": "s" },
  scope: { name: "scope", version: "" },
};

function only(spans: Iterable<DecodedSpan>): DecodedSpan | undefined {
  const [first, ...others] = spans;
  expect(others).toEqual([]);
  return first;
}

function json(request: unknown): Generator<DecodedSpan> {
  return decodeJson(splitJsonNow(new TextEncoder().encode(JSON.stringify(request))));
}

function jsonSpan(fields: object): DecodedSpan | undefined {
  const span = { traceId, spanId, startTimeUnixNano: "5", endTimeUnixNano: "6", ...fields };
  return only(json({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }));
}

describe("protobuf", () => {
  test("reads every part of a span, in whatever order it was written", () => {
    const { scope: _scope, resource, parentSpanId: parent, ...fields } = whole;
    const attributes = {
      ...whole.attributes,
      huge: 9223372036854775807n,
      bytes: new Uint8Array([1, 2, 3]),
    };
    const body = otlpProtobuf(
      [{ ...fields, attributes, ...(parent === null ? {} : { parentSpanId: parent }) }],
      resource,
    );
    expect(only(decodeProtobuf(body))).toEqual({ kind: "span", span: whole });
  });

  test("refuses a body that was cut off", () => {
    const body = otlpProtobuf([{ traceId, spanId, attributes: { text: "a" } }]);
    for (const length of [1, 10, body.length - 1]) {
      expect(() => [...decodeProtobuf(body.subarray(0, length))]).toThrow();
    }
  });

  test("refuses values that are nested without end", () => {
    let value: unknown = "core";
    for (let depth = 0; depth < 200; depth++) value = [value];
    const body = otlpProtobuf([{ traceId, spanId, attributes: { value } }]);
    expect(() => [...decodeProtobuf(body)]).toThrow(/nested deeper/);
  });

  test("keeps amounts that JSON has no numbers for as text", () => {
    const attributes = { none: Number.NaN, most: Infinity, least: -Infinity };
    const [first] = decodeProtobuf(otlpProtobuf([{ traceId, spanId, attributes }]));
    expect(first).toMatchObject({
      span: { attributes: { none: "NaN", most: "Infinity", least: "-Infinity" } },
    });
  });

  test("says which span has no ids, and reads the next one", () => {
    const body = otlpProtobuf([
      { traceId: "00", spanId, name: "broken" },
      { traceId, spanId },
    ]);
    expect([...decodeProtobuf(body)].map(({ kind }) => kind)).toEqual(["invalid", "span"]);
  });
});

describe("JSON", () => {
  test.each([
    ['"NaN"', "NaN"],
    ['"-Infinity"', "-Infinity"],
    ["1e999", "Infinity"],
    ['"0.5"', 0.5],
    ["null", null],
  ])("reads %s as an amount", (json, expected) => {
    const span = `{"traceId":"${traceId}","spanId":"${spanId}","startTimeUnixNano":1,"endTimeUnixNano":2,"attributes":[{"key":"amount","value":{"doubleValue":${json}}}]}`;
    const body = Buffer.from(`{"resourceSpans":[{"scopeSpans":[{"spans":[${span}]}]}]}`);
    const [first] = decodeJson(splitJsonNow(body));
    expect(first).toMatchObject({ span: { attributes: { amount: expected } } });
  });

  test("reads every part of a span", () => {
    const attributes = [
      { key: "text", value: { stringValue: "a" } },
      { key: "yes", value: { boolValue: true } },
      { key: "whole", value: { intValue: "-7" } },
      { key: "huge", value: { intValue: "9223372036854775807" } },
      { key: "half", value: { doubleValue: 0.5 } },
      {
        key: "list",
        value: {
          arrayValue: {
            values: [
              { stringValue: "a" },
              { intValue: 1 },
              { arrayValue: { values: [{ boolValue: true }] } },
            ],
          },
        },
      },
      {
        key: "nested",
        value: {
          kvlistValue: {
            values: [
              {
                key: "a",
                value: { kvlistValue: { values: [{ key: "b", value: { stringValue: "c" } }] } },
              },
            ],
          },
        },
      },
      { key: "bytes", value: { bytesValue: "AQID" } },
      { key: "none", value: {} },
    ];
    const span = {
      traceId,
      spanId,
      parentSpanId,
      name: whole.name,
      kind: "SPAN_KIND_CLIENT",
      startTimeUnixNano: "1780000000123456789",
      endTimeUnixNano: "1780000001000000001",
      attributes,
      events: [
        {
          name: "exception",
          timeUnixNano: 5,
          attributes: [{ key: "exception.message", value: { stringValue: "x" } }],
        },
      ],
      links: [{ traceId, spanId }],
      status: { code: "STATUS_CODE_ERROR", message: "bad" },
    };
    const resource = { attributes: [{ key: "service.name", value: { stringValue: "s" } }] };
    const request = {
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: "scope" }, spans: [span] }] }],
    };
    expect(only(json(request))).toEqual({ kind: "span", span: whole });
  });

  test("takes ids in hex or base64, and no parent in every spelling", () => {
    const base64 = (hex: string): string => Buffer.from(hex, "hex").toString("base64");
    expect(jsonSpan({ traceId: base64(traceId), spanId: base64(spanId) })).toMatchObject({
      span: { traceId, spanId },
    });
    expect(jsonSpan({ traceId: traceId.toUpperCase() })).toMatchObject({ span: { traceId } });
    for (const parent of [null, "", "0000000000000000", undefined]) {
      expect(jsonSpan({ parentSpanId: parent })).toMatchObject({ span: { parentSpanId: null } });
    }
  });

  test("takes names in snake case, as protobuf's JSON mapping allows", () => {
    const request = {
      resource_spans: [
        {
          scope_spans: [
            { spans: [{ trace_id: traceId, span_id: spanId, start_time_unix_nano: 5 }] },
          ],
        },
      ],
    };
    expect(only(json(request))).toMatchObject({ kind: "span", span: { traceId, startNs: 5n } });
  });

  test("says which span has no start", () => {
    expect(jsonSpan({ startTimeUnixNano: "0", name: "n" })).toEqual({
      kind: "invalid",
      reason: "Span `n`: expected a start time, got none.",
    });
  });
});
