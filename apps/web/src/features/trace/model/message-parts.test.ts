import { expect, test } from "vitest";

import { toMessageParts } from "./message-parts.js";

test("parses the arguments of a tool call", () => {
  const message = {
    role: "assistant",
    content: null,
    tool_calls: [{ id: "1", function: { name: "search", arguments: '{"query":"bees"}' } }],
  };
  expect(toMessageParts(message)).toEqual([
    { kind: "tool-call", name: "search", arguments: { query: "bees" } },
  ]);
});

test("keeps arguments that are not JSON as text", () => {
  const call = { function: { name: "search", arguments: '{"query":"be' } };
  expect(toMessageParts({ tool_calls: [call] })).toEqual([
    { kind: "tool-call", name: "search", arguments: '{"query":"be' },
  ]);
});

test("reads the answer of a tool as JSON where it is JSON", () => {
  expect(toMessageParts({ role: "tool", content: '{"hits":3}' })).toEqual([
    { kind: "json", value: { hits: 3 } },
  ]);
  expect(toMessageParts({ role: "tool", content: "three" })).toEqual([
    { kind: "text", text: "three" },
  ]);
});

test("reads Anthropic's parts", () => {
  const content = [
    { type: "thinking", thinking: "Hmm" },
    { type: "tool_use", id: "1", name: "search", input: { query: "bees" } },
    { type: "tool_result", tool_use_id: "1", content: "three" },
    { type: "image", source: { media_type: "image/jpeg", data: "AAAA" } },
  ];
  expect(toMessageParts({ content })).toEqual([
    { kind: "thinking", text: "Hmm" },
    { kind: "tool-call", name: "search", arguments: { query: "bees" } },
    { kind: "tool-result", value: "three" },
    { kind: "image", url: "data:image/jpeg;base64,AAAA" },
  ]);
});

test("shows a part of an unknown kind as it is", () => {
  const part = { type: "audio", id: "a1" };
  expect(toMessageParts({ content: [part] })).toEqual([{ kind: "json", value: part }]);
});
