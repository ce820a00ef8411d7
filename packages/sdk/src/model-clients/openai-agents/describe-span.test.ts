import { expect, it } from "vitest";

import { kindOf } from "./describe-span.js";

const describe = (data: Record<string, unknown>): object => {
  const { eventType, name, describe: describeEnd } = kindOf(data);
  return { eventType, name, ...describeEnd(data) };
};

it("tells a model of the AI SDK by its provider and tokens", () => {
  expect(
    describe({
      type: "generation",
      model: "anthropic.messages:claude-5",
      model_config: { provider: "anthropic.messages", model_impl: "ai-sdk" },
      input: [{ role: "user", content: [{ type: "text", text: "Hi" }] }],
      output: [{ type: "text", text: "Hello." }],
      usage: { input_tokens: 2, output_tokens: 3 },
    }),
  ).toEqual({
    eventType: "model",
    name: "generation",
    inputs: { chat_history: [{ role: "user", content: "Hi" }] },
    outputs: { role: "assistant", content: "Hello." },
    config: { provider: "anthropic.messages", model: "claude-5" },
    metadata: { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 },
  });
});

it.each<[string, Record<string, unknown>, object]>([
  [
    "a tool of an MCP server",
    { type: "function", name: "read", input: '{"path":"a"}', output: "text", mcp_data: "files" },
    {
      eventType: "tool",
      name: "read",
      inputs: { path: "a" },
      outputs: "text",
      metadata: { mcp_data: "files" },
    },
  ],
  [
    "a tool whose arguments are no object",
    { type: "function", name: "shell", input: "{ls", output: "" },
    { inputs: { input: "{ls" }, outputs: undefined },
  ],
  [
    "a listing of an MCP server",
    { type: "mcp_tools", server: "files", result: ["read"] },
    {
      eventType: "tool",
      name: "tools/list",
      inputs: { server: "files" },
      outputs: { tools: ["read"] },
    },
  ],
  [
    "speech, without the sound",
    { type: "speech", input: "Hi", output: { data: "aGk=", format: "pcm" }, model: "tts-1" },
    {
      eventType: "model",
      inputs: { input: "Hi" },
      outputs: { format: "pcm" },
      config: { model: "tts-1" },
    },
  ],
  [
    "a transcription, without the sound",
    { type: "transcription", input: { data: "aGk=", format: "pcm" }, output: "Hi" },
    { inputs: { format: "pcm" }, outputs: { role: "assistant", content: "Hi" } },
  ],
  [
    "a response without data",
    { type: "response", response_id: "r1" },
    { inputs: undefined, config: { provider: "openai" }, metadata: { response_id: "r1" } },
  ],
  [
    "what later versions add",
    { type: "dream", name: "of bees" },
    { eventType: "chain", name: "of bees" },
  ],
  ["what has no name", { type: "constructor" }, { eventType: "chain", name: "constructor" }],
])("describes %s", (_what, data, expected) => {
  expect(describe(data)).toMatchObject(expected);
});
