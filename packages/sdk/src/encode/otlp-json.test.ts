import { startCollector } from "@honeyhive/testing";
import { createTraceState, type Attributes } from "@opentelemetry/api";
import { expect, it } from "vitest";

import { RequestEncoder } from "./encode-request.js";
import { toOtlpJson } from "./otlp-json.js";
import type { SpanData } from "./span-data.js";

const context = {
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "00f067aa0ba902b7",
  traceFlags: 1,
};
const plain: SpanData = {
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

function encode(spans: readonly Partial<SpanData>[]): Uint8Array {
  const encoder = new RequestEncoder({ maxSpanBytes: Infinity, onShrunk: () => undefined });
  const resource = { "service.name": "app" };
  const identity = { "honeyhive.session_id": "s" };
  const finished = spans.map((span, index) => ({
    data: { ...plain, ...span },
    identity,
    instrumentationScope: { name: `scope ${index % 2}`, version: "1" },
    resource,
  }));
  return encoder.encode(finished).body;
}

it("says what the protobuf says, as a decoder reads it that shares no code with ours", async () => {
  await using collector = await startCollector();
  const traceState = createTraceState("a=1,b=2");
  const attributes = {
    text: "“Größe” \u{1f600} \u2028 \0",
    empty: "",
    yes: true,
    no: false,
    list: ["a", "b"],
    none: [],
    mixed: [1, 0.5, false, "x"],
    zero: 0,
    negative: -1,
    largest: Number.MAX_SAFE_INTEGER,
    smallest: Number.MIN_SAFE_INTEGER,
    fraction: -0.1,
    beyond: 2 ** 60,
    long: "x".repeat(100_000),
  } as unknown as Attributes;
  const body = encode([
    {
      context: { ...context, traceState },
      parentSpanId: "b7ad6b7169203331",
      kind: 2,
      attributes,
      events: [{ name: "exception", timeMs: 1_700_000_000_000.5, attributes }],
      links: [{ context: { ...context, traceState }, attributes }, { context }],
      status: { code: 2, message: "failed" },
      droppedAttributesCount: 300,
      droppedEventsCount: 2,
      droppedLinksCount: 1,
    },
    {},
    { name: "third" },
  ]);
  await fetch(`${collector.url}/opentelemetry/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/x-protobuf" },
    body: new Uint8Array(body),
  });
  expect(JSON.parse(toOtlpJson(body).toString())).toEqual(collector.requests[0]?.body);
});

it("writes ids in hex, integers of 64 bits as text and what is no number by its name", () => {
  const attributes = { count: 2, odd: [NaN, Infinity, -Infinity], ratio: 0.5 };
  const body = encode([{ attributes, kind: 2 }]);
  expect(JSON.parse(toOtlpJson(body).toString())).toMatchInlineSnapshot(`
    {
      "resourceSpans": [
        {
          "resource": {
            "attributes": [
              {
                "key": "service.name",
                "value": {
                  "stringValue": "app",
                },
              },
            ],
          },
          "scopeSpans": [
            {
              "scope": {
                "name": "scope 0",
                "version": "1",
              },
              "spans": [
                {
                  "attributes": [
                    {
                      "key": "count",
                      "value": {
                        "intValue": "2",
                      },
                    },
                    {
                      "key": "odd",
                      "value": {
                        "arrayValue": {
                          "values": [
                            {
                              "doubleValue": "NaN",
                            },
                            {
                              "doubleValue": "Infinity",
                            },
                            {
                              "doubleValue": "-Infinity",
                            },
                          ],
                        },
                      },
                    },
                    {
                      "key": "ratio",
                      "value": {
                        "doubleValue": 0.5,
                      },
                    },
                    {
                      "key": "honeyhive.session_id",
                      "value": {
                        "stringValue": "s",
                      },
                    },
                  ],
                  "endTimeUnixNano": "1700000000001000000",
                  "flags": 1,
                  "kind": 3,
                  "name": "work",
                  "spanId": "00f067aa0ba902b7",
                  "startTimeUnixNano": "1700000000000250000",
                  "status": {},
                  "traceId": "0af7651916cd43dd8448eb211c80319c",
                },
              ],
            },
          ],
        },
      ],
    }
  `);
});
