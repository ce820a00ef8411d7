import type { Event, JsonObject } from "@honeyhive/contract";
import { describe, expect, test } from "vitest";

import { span } from "../../testing/span.js";
import type { SpanEvent, SpanRecord } from "../span-record.js";
import { mapSpan } from "./map-span.js";

const sessionId = "11111111-1111-4111-8111-111111111111";

function map(fields: Partial<SpanRecord>): Event {
  return mapSpan(span(fields), "project").event;
}

/** The buckets of an event without what every event of a span carries. */
function payload(attributes: JsonObject, fields: Partial<SpanRecord> = {}): JsonObject {
  const { inputs, outputs, config, metadata, metrics, feedback } = map({ attributes, ...fields });
  const { trace_id, span_id, scope, has_otlp_lineage, instrumentor, span_events, ...own } =
    metadata;
  const buckets = { inputs, outputs, config, metadata: own, metrics, feedback };
  return Object.fromEntries(
    Object.entries(buckets).filter(([, bucket]) => Object.keys(bucket).length > 0),
  );
}

function event(name: string, attributes: JsonObject): SpanEvent {
  return { name, timeNs: 1n, attributes };
}

describe("identity", () => {
  test("takes the session from the span before the resource, and HoneyHive's name for it first", () => {
    const other = "22222222-2222-4222-8222-222222222222";
    const attributes = { "session.id": other, "honeyhive.session_id": sessionId };
    expect(map({ attributes }).session_id).toBe(sessionId);
    expect(map({ resource: { "honeyhive.session_id": sessionId } }).session_id).toBe(sessionId);
    expect(
      map({ attributes: { "traceloop.association.properties.session_id": sessionId } }).session_id,
    ).toBe(sessionId);
  });

  test("gives a session that is no UUID the same UUID each time, and keeps its name", () => {
    const first = map({ attributes: { "session.id": "chat-7" } });
    const second = map({
      attributes: { "honeyhive.session_id": "chat-7" },
      spanId: "00000000000000ff",
    });
    expect(first.session_id).toBe(second.session_id);
    expect(first.session_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8/);
    expect(first.metadata["session_id"]).toBe("chat-7");
  });

  test("puts spans without a session into one that their trace shares", () => {
    const child = map({ spanId: "00000000000000ff", parentSpanId: "b7ad6b7169203331" });
    expect(child.session_id).toBe(map({}).session_id);
  });

  test("hangs a root below its session and a child below its parent, unless the span says otherwise", () => {
    const attributes = { "honeyhive.session_id": sessionId };
    expect(map({ attributes }).parent_id).toBe(sessionId);
    const parent = map({ attributes });
    const child = { attributes, spanId: "00000000000000ff", parentSpanId: "b7ad6b7169203331" };
    expect(map(child).parent_id).toBe(parent.event_id);
    const explicit = { ...attributes, "honeyhive.parent_id": "elsewhere" };
    expect(map({ ...child, attributes: explicit }).parent_id).toBe("elsewhere");
  });

  test("maps a span to the same event however often it is sent", () => {
    expect(map({ attributes: { a: 1 } })).toEqual(map({ attributes: { a: 1 } }));
  });

  test("keeps protocol attributes out of the data", () => {
    const attributes = {
      "honeyhive.session_id": sessionId,
      "honeyhive.project": "p",
      "honeyhive.source": "test",
      "honeyhive.session_name": "s",
    };
    expect(payload(attributes)).toEqual({});
    expect(map({ attributes }).source).toBe("test");
  });
});

describe("type", () => {
  const cases: [string, Partial<SpanRecord>, string][] = [
    [
      "what the span says",
      { attributes: { honeyhive_event_type: "Chain", "gen_ai.operation.name": "chat" } },
      "chain",
    ],
    [
      "a type that does not exist is ignored",
      { attributes: { honeyhive_event_type: "banana" } },
      "tool",
    ],
    ["an operation of gen_ai", { attributes: { "gen_ai.operation.name": "chat" } }, "model"],
    ["an agent of gen_ai", { attributes: { "gen_ai.operation.name": "invoke_agent" } }, "chain"],
    ["a kind of OpenInference", { attributes: { "openinference.span.kind": "RETRIEVER" } }, "tool"],
    ["a kind of OpenInference", { attributes: { "openinference.span.kind": "LLM" } }, "model"],
    ["a kind of Traceloop", { attributes: { "traceloop.span.kind": "workflow" } }, "chain"],
    [
      "an outer call of the AI SDK",
      { attributes: { "ai.operationId": "ai.generateText" } },
      "chain",
    ],
    [
      "an inner call of the AI SDK",
      { attributes: { "ai.operationId": "ai.generateText.doGenerate" } },
      "model",
    ],
    ["a tool of the AI SDK", { attributes: { "ai.operationId": "ai.toolCall" } }, "tool"],
    ["the name of a foreign span", { name: "openai.chat.completions" }, "model"],
    [
      "not the name of a native span",
      { name: "generateReport", attributes: { "honeyhive_inputs.a": 1 } },
      "tool",
    ],
    ["nothing known", { name: "SELECT users" }, "tool"],
    ["a server's root", { name: "GET /", kind: 2 }, "chain"],
  ];
  test.each(cases)("follows %s", (_, fields, type) => {
    expect(map(fields).event_type).toBe(type);
  });
});

describe("error", () => {
  test("prefers what the span says, then its status, then its exception, then its HTTP status", () => {
    const exception = event("exception", { "exception.message": "thrown" });
    const failed = { code: 2, message: "failed" };
    const all = { attributes: { honeyhive_error: "said" }, status: failed, events: [exception] };
    expect(map(all).error).toBe("said");
    expect(map({ status: failed, events: [exception] }).error).toBe("failed");
    expect(map({ events: [exception] }).error).toBe("thrown");
    expect(map({ attributes: { "http.response.status_code": 503 } }).error).toBe("HTTP 503");
    expect(map({ status: { code: 2, message: "" } }).error).toBe(
      "The span failed without a message.",
    );
    expect(map({ status: { code: 1, message: "" } }).error).toBeNull();
  });
});

describe("HoneyHive's own spans", () => {
  test("put buckets where their names say, with nested values as JSON text or dotted names", () => {
    expect(
      payload({
        "honeyhive_inputs.question": "why?",
        "honeyhive_inputs.filter": '{"tags":["a"]}',
        "honeyhive_inputs._params_.messages.0.role": "user",
        "honeyhive_outputs.result": "[1,2]",
        "honeyhive_metrics.answer.length": 7,
        "honeyhive_metadata.run_id": "r",
        "honeyhive_metadata.score_states": '{"tone":{"state":"error","message":"x"}}',
        "honeyhive_feedback.ground_truth": "null",
        honeyhive_error_type: "TypeError",
      }),
    ).toEqual({
      inputs: {
        question: "why?",
        filter: { tags: ["a"] },
        _params_: { messages: [{ role: "user" }] },
      },
      outputs: { result: [1, 2] },
      metrics: { "answer.length": 7 },
      metadata: {
        run_id: "r",
        score_states: { tone: { state: "error", message: "x" } },
        error_type: "TypeError",
      },
      feedback: { ground_truth: null },
    });
  });

  test("keep every attribute that nobody knows in metadata", () => {
    expect(payload({ "test.unique_id": "u", plain: [1, "a"] })).toEqual({
      metadata: { test: { unique_id: "u" }, plain: [1, "a"] },
    });
  });

  test("cannot overwrite where they came from", () => {
    const { metadata } = map({ attributes: { "honeyhive_metadata.trace_id": "forged" } });
    expect(metadata["trace_id"]).toBe("0af7651916cd43dd8448eb211c80319c");
  });
});

const toolCall = {
  id: "c1",
  type: "function",
  function: { name: "search", arguments: '{"q":"x"}' },
};

describe("foreign spans", () => {
  test("OpenTelemetry's gen_ai messages, as JSON text", () => {
    expect(
      payload({
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": "gpt-5",
        "gen_ai.request.temperature": 0.5,
        "gen_ai.response.model": "gpt-5-2026",
        "gen_ai.response.finish_reasons": ["tool-calls"],
        "gen_ai.usage.input_tokens": 10,
        "gen_ai.usage.output_tokens": 5,
        "gen_ai.system_instructions": '[{"type":"text","content":"Be kind."}]',
        "gen_ai.input.messages": JSON.stringify([
          { role: "user", parts: [{ type: "text", content: "hi" }] },
          {
            role: "tool",
            parts: [{ type: "tool_call_response", id: "c0", response: { ok: true } }],
          },
        ]),
        "gen_ai.output.messages": JSON.stringify([
          {
            role: "assistant",
            parts: [{ type: "tool_call", id: "c1", name: "search", arguments: { q: "x" } }],
            finish_reason: "tool_call",
          },
        ]),
      }),
    ).toEqual({
      inputs: {
        chat_history: [
          { role: "user", content: "hi" },
          { role: "tool", content: '{"ok":true}', tool_call_id: "c0" },
        ],
      },
      outputs: {
        role: "assistant",
        content: null,
        tool_calls: [toolCall],
        finish_reason: "tool_calls",
      },
      config: {
        model: "gpt-5",
        provider: "openai",
        temperature: 0.5,
        system_instructions: "Be kind.",
      },
      metadata: {
        provider: "openai",
        operation_name: "chat",
        response_model: "gpt-5-2026",
        model_name: "gpt-5-2026",
        finish_reasons: ["tool_calls"],
        finish_reason: "tool_calls",
        prompt_tokens: 10,
        input_tokens: 10,
        completion_tokens: 5,
        output_tokens: 5,
        total_tokens: 15,
      },
    });
  });

  test("OpenTelemetry's gen_ai messages, as span events", () => {
    const events = [
      event("gen_ai.system.message", { content: "Be kind." }),
      event("gen_ai.user.message", { content: '[{"text":"hi"}]' }),
      event("gen_ai.choice", { finish_reason: "stop", message: '{"content":"hello"}' }),
    ];
    expect(payload({}, { events })).toMatchObject({
      inputs: {
        chat_history: [
          { role: "system", content: "Be kind." },
          { role: "user", content: "hi" },
        ],
      },
      outputs: { role: "assistant", content: "hello", finish_reason: "stop" },
    });
  });

  test("OpenInference's messages", () => {
    const input = "llm.input_messages.0.message.";
    const output = "llm.output_messages.0.message.";
    expect(
      payload({
        "openinference.span.kind": "LLM",
        "llm.model_name": "gpt-5",
        "llm.invocation_parameters": '{"temperature":0.2}',
        "llm.token_count.prompt": 3,
        "llm.token_count.completion": 4,
        "llm.token_count.total": 7,
        [`${input}role`]: "user",
        [`${input}contents.0.message_content.type`]: "text",
        [`${input}contents.0.message_content.text`]: "look",
        [`${output}role`]: "assistant",
        [`${output}tool_calls.0.tool_call.id`]: "c1",
        [`${output}tool_calls.0.tool_call.function.name`]: "search",
        [`${output}tool_calls.0.tool_call.function.arguments`]: '{"q":"x"}',
        "input.value": '{"messages":[]}',
        "output.value": '{"choices":[]}',
        "output.mime_type": "application/json",
      }),
    ).toMatchObject({
      inputs: { chat_history: [{ role: "user", content: "look" }] },
      outputs: { role: "assistant", content: null, tool_calls: [toolCall] },
      config: { model: "gpt-5", temperature: 0.2 },
      metadata: { span_kind: "LLM", prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    });
  });

  test("OpenInference's retrievers and chains", () => {
    expect(
      payload({
        "openinference.span.kind": "RETRIEVER",
        "input.value": "bees",
        "retrieval.documents.0.document.content": "honey",
        "retrieval.documents.0.document.score": 0.9,
      }),
    ).toMatchObject({
      inputs: { query: "bees" },
      outputs: { documents: [{ content: "honey", score: 0.9 }] },
    });
    expect(
      payload({
        "openinference.span.kind": "CHAIN",
        "input.value": '{"a":1}',
        "output.value": "done",
      }),
    ).toMatchObject({ inputs: { a: 1 }, outputs: { result: "done" } });
  });

  test("Traceloop's numbered messages", () => {
    expect(
      payload({
        "llm.request.type": "chat",
        "gen_ai.system": "OpenAI",
        "gen_ai.prompt.0.role": "user",
        "gen_ai.prompt.0.content": '[{"type":"text","text":"hi"}]',
        "gen_ai.completion.0.role": "assistant",
        "gen_ai.completion.0.finish_reason": "tool_calls",
        "gen_ai.completion.0.tool_calls.0.id": "c1",
        "gen_ai.completion.0.tool_calls.0.name": "search",
        "gen_ai.completion.0.tool_calls.0.arguments": '{"q":"x"}',
        "llm.request.functions.0.name": "search",
        "llm.request.functions.0.parameters": '{"type":"object"}',
        "gen_ai.usage.prompt_tokens": 3,
        "gen_ai.usage.completion_tokens": 4,
        "llm.usage.total_tokens": 7,
      }),
    ).toEqual({
      inputs: { chat_history: [{ role: "user", content: "hi" }] },
      outputs: {
        role: "assistant",
        content: null,
        tool_calls: [toolCall],
        finish_reason: "tool_calls",
      },
      config: { provider: "OpenAI", tools: [{ name: "search", parameters: { type: "object" } }] },
      metadata: {
        request_type: "chat",
        system: "OpenAI",
        finish_reasons: ["tool_calls"],
        finish_reason: "tool_calls",
        prompt_tokens: 3,
        input_tokens: 3,
        completion_tokens: 4,
        output_tokens: 4,
        total_tokens: 7,
      },
    });
  });

  test("Traceloop's workflows", () => {
    expect(
      payload({
        "traceloop.span.kind": "workflow",
        "traceloop.entity.name": "answer",
        "traceloop.entity.input": '{"args":["a"],"kwargs":{}}',
        "traceloop.entity.output": '"b"',
      }),
    ).toEqual({
      inputs: { args: ["a"], kwargs: {} },
      outputs: { result: "b" },
      metadata: { span_kind: "workflow", entity_name: "answer" },
    });
  });

  test("the AI SDK's model calls", () => {
    expect(
      payload({
        "ai.operationId": "ai.generateText.doGenerate",
        "ai.model.id": "gpt-5",
        "ai.model.provider": "openai.chat",
        "ai.prompt.messages": '[{"role":"user","content":[{"type":"text","text":"hi"}]}]',
        "ai.response.text": "",
        "ai.response.toolCalls":
          '[{"toolCallId":"c1","toolName":"search","input":"{\\"q\\":\\"x\\"}"}]',
        "ai.response.finishReason": "tool-calls",
        "ai.usage.inputTokens": 3,
        "ai.usage.outputTokens": 4,
        "ai.settings.maxRetries": 2,
        "ai.request.headers.authorization": "Bearer secret",
      }),
    ).toMatchObject({
      inputs: { chat_history: [{ role: "user", content: "hi" }] },
      outputs: {
        role: "assistant",
        content: "",
        tool_calls: [toolCall],
        finish_reason: "tool_calls",
      },
      config: {
        model: "gpt-5",
        provider: "openai",
        maxRetries: 2,
        headers: { authorization: "[redacted]" },
      },
      metadata: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
    });
  });

  test("the AI SDK's tools", () => {
    expect(
      payload({
        "ai.operationId": "ai.toolCall",
        "ai.toolCall.name": "search",
        "ai.toolCall.args": '{"q":"x"}',
        "ai.toolCall.result": '{"hits":1}',
      }),
    ).toMatchObject({ inputs: { q: "x" }, outputs: { hits: 1 }, config: { tool_name: "search" } });
  });
});
