import { describe, expect, test } from "vitest";

import { mapped, payloadOf } from "../../testing/mapped-span.js";
import { spanEvent } from "../../testing/span.js";

describe("HoneyHive's own spans", () => {
  test("put buckets where their names say, with nested values as JSON text or dotted names", () => {
    expect(
      payloadOf({
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

  test("keep what a tool is called with as text, and baggage in metadata", () => {
    expect(
      payloadOf({
        "honeyhive_outputs.tool_calls.0.function.arguments": '{"q":"x"}',
        "honeyhive_outputs.tool_calls.1.arguments": "[1]",
        "honeyhive_outputs.arguments": "[1]",
        "baggage.run_id": "r",
      }),
    ).toEqual({
      outputs: {
        tool_calls: [{ function: { arguments: '{"q":"x"}' } }, { arguments: "[1]" }],
        arguments: [1],
      },
      metadata: { run_id: "r" },
    });
  });

  test("keep every attribute that nobody knows in metadata", () => {
    expect(payloadOf({ "test.unique_id": "u", plain: [1, "a"] })).toEqual({
      metadata: { test: { unique_id: "u" }, plain: [1, "a"] },
    });
  });

  test("may use names that every object has", () => {
    const names = ["constructor", "__proto__", "toString"];
    const attributes = Object.fromEntries(names.map((name) => [`honeyhive_inputs.${name}`, name]));
    const { inputs } = mapped({ attributes });
    expect(Object.entries(inputs)).toEqual(names.map((name) => [name, name]));
  });

  test("keep JSON as text that is nested beyond all use", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(payloadOf({ "honeyhive_inputs.deep": deep })).toEqual({ inputs: { deep } });
  });

  test("cannot overwrite where they came from", () => {
    const { metadata } = mapped({ attributes: { "honeyhive_metadata.trace_id": "forged" } });
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
      payloadOf({
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
          { role: "system", content: "Be kind." },
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
      spanEvent("gen_ai.system.message", { content: "Be kind." }),
      spanEvent("gen_ai.user.message", { content: '[{"text":"hi"}]' }),
      spanEvent("gen_ai.choice", { finish_reason: "stop", message: '{"content":"hello"}' }),
    ];
    expect(payloadOf({}, { events })).toMatchObject({
      inputs: {
        chat_history: [
          { role: "system", content: "Be kind." },
          { role: "user", content: "hi" },
        ],
      },
      outputs: { role: "assistant", content: "hello", finish_reason: "stop" },
    });
  });

  test("several answers to one question, each with the reason why it ended", () => {
    const reasons = ["stop", "tool_call", "length"];
    const payloads = [
      payloadOf({
        "gen_ai.output.messages": JSON.stringify(
          reasons.map((reason) => ({ role: "assistant", parts: [], finish_reason: reason })),
        ),
        "gen_ai.response.finish_reasons": reasons,
      }),
      payloadOf(
        {},
        {
          events: reasons.map((finish_reason, index) =>
            spanEvent("gen_ai.choice", { index, finish_reason, message: "{}" }),
          ),
        },
      ),
      payloadOf(
        Object.fromEntries(
          reasons.flatMap((reason, index) => [
            [`gen_ai.completion.${index}.role`, "assistant"],
            [`gen_ai.completion.${index}.finish_reason`, reason],
          ]),
        ),
      ),
    ];
    for (const { metadata, outputs } of payloads) {
      expect([metadata, outputs]).toMatchObject([
        { finish_reasons: ["stop", "tool_calls", "length"], finish_reason: "stop" },
        { finish_reason: "stop", choices: [{}, { finish_reason: "tool_calls" }, {}] },
      ]);
    }
  });

  test("OpenInference's messages", () => {
    const input = "llm.input_messages.0.message.";
    const output = "llm.output_messages.0.message.";
    expect(
      payloadOf({
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
      payloadOf({
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
      payloadOf({
        "openinference.span.kind": "CHAIN",
        "input.value": '{"a":1}',
        "output.value": "done",
      }),
    ).toMatchObject({ inputs: { a: 1 }, outputs: { result: "done" } });
  });

  test("Traceloop's numbered messages", () => {
    expect(
      payloadOf({
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
      payloadOf({
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
      payloadOf({
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
      payloadOf({
        "ai.operationId": "ai.toolCall",
        "ai.toolCall.name": "search",
        "ai.toolCall.args": '{"q":"x"}',
        "ai.toolCall.result": '{"hits":1}',
      }),
    ).toMatchObject({ inputs: { q: "x" }, outputs: { hits: 1 }, config: { tool_name: "search" } });
  });
});

test("Google's kit for Python writes the same as that for JavaScript, in snake case", () => {
  const args = { city: "Rome" };
  const request = {
    model: "gemini-2.0-flash",
    config: { system_instruction: "Be brief.", max_output_tokens: 9, http_options: {} },
    contents: [
      { role: "user", parts: [{ text: "hi" }] },
      { role: "model", parts: [{ function_call: { id: "c1", name: "look", args } }] },
      {
        role: "user",
        parts: [{ function_response: { id: "c1", name: "look", response: { sky: "blue" } } }],
      },
    ],
  };
  const response = {
    content: { role: "model", parts: [{ text: "Blue." }] },
    finish_reason: "STOP",
    usage_metadata: { prompt_token_count: 5, candidates_token_count: 2, total_token_count: 7 },
  };
  const { inputs, outputs, config, metadata } = mapped({
    name: "call_llm",
    scope: { name: "gcp.vertex.agent", version: "1.0.0" },
    attributes: {
      "gen_ai.system": "gcp.vertex.agent",
      "gcp.vertex.agent.llm_request": JSON.stringify(request),
      "gcp.vertex.agent.llm_response": JSON.stringify(response),
    },
  });
  const call = {
    id: "c1",
    type: "function",
    function: { name: "look", arguments: JSON.stringify(args) },
  };
  expect(inputs["chat_history"]).toMatchObject([
    { role: "user", content: "hi" },
    { role: "assistant", tool_calls: [call] },
    { role: "tool", tool_call_id: "c1" },
  ]);
  expect(outputs).toMatchObject({ role: "assistant", content: "Blue.", finish_reason: "stop" });
  expect(config).toMatchObject({
    model: "gemini-2.0-flash",
    system_instructions: "Be brief.",
    max_tokens: 9,
  });
  expect(metadata).toMatchObject({ prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 });
});
