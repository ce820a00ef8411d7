import { SpanKind, SpanStatusCode, type Attributes } from "@opentelemetry/api";
import { expect, test } from "vitest";

import type { SpanData } from "../../encode/span-data.js";
import { readEvent } from "./read-event.js";

const span = (name: string, attributes: Attributes, more: Partial<SpanData> = {}): SpanData => ({
  context: { traceId: "0".repeat(31) + "1", spanId: "0".repeat(15) + "1", traceFlags: 1 },
  parentSpanId: undefined,
  name,
  kind: SpanKind.INTERNAL,
  startMs: 1,
  endMs: 3,
  attributes,
  events: [],
  links: [],
  status: { code: SpanStatusCode.UNSET },
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  ...more,
});

test.each<[string, string, Attributes]>([
  [
    "OpenTelemetry's conventions",
    "execute_tool search",
    {
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "search",
      "gen_ai.tool.call.arguments": '{"to":"LIS"}',
      "gen_ai.tool.call.result": "[1]",
    },
  ],
  [
    "OpenInference",
    "search",
    { "openinference.span.kind": "TOOL", "input.value": '{"to":"LIS"}', "output.value": "[1]" },
  ],
  [
    "OpenLLMetry",
    "search.tool",
    {
      "traceloop.span.kind": "tool",
      "traceloop.entity.name": "search",
      "traceloop.entity.input": '{"to":"LIS"}',
      "traceloop.entity.output": "[1]",
    },
  ],
  [
    "the AI SDK",
    "ai.toolCall",
    {
      "ai.operationId": "ai.toolCall",
      "ai.toolCall.name": "search",
      "ai.toolCall.args": '{"to":"LIS"}',
      "ai.toolCall.result": "[1]",
    },
  ],
])("reads calls of tools by %s", (_, name, attributes) => {
  expect(readEvent(span(name, attributes))).toEqual({
    name: "search",
    type: "tool",
    inputs: { to: "LIS" },
    outputs: { result: [1] },
    error: undefined,
    durationMs: 2,
  });
});

test.each([
  ["model", { "gen_ai.operation.name": "chat" }],
  ["model", { "openinference.span.kind": "LLM" }],
  ["model", { "ai.operationId": "ai.generateText.doGenerate" }],
  ["chain", { "ai.operationId": "ai.generateText" }],
  ["chain", { "gen_ai.operation.name": "invoke_agent" }],
  ["chain", {}],
])("knows a %s by %o", (type, attributes: Attributes) => {
  expect(readEvent(span("call", attributes)).type).toBe(type);
});

test("says what failed without saying why", () => {
  const failed = span("GET", {}, { status: { code: SpanStatusCode.ERROR } });
  expect(readEvent(failed).error).toBe("");
});
