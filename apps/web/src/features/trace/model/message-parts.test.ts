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

test("plays sounds, sent inline or kept beside the event, and names other files", () => {
  const pdf = { type: "file", file: { mime_type: "application/pdf", url: "sha256:0" } };
  const content = [
    { type: "input_audio", input_audio: { data: "AAAA", format: "mp3" } },
    { type: "file", file: { mime_type: "audio/wav", url: "sha256:1", size_bytes: 9, sha256: "1" } },
    { type: "input_audio", input_audio: { id: "audio_1" } },
    pdf,
  ];
  expect(toMessageParts({ role: "user", content })).toEqual([
    { kind: "audio", url: "data:audio/mpeg;base64,AAAA" },
    { kind: "audio", url: "sha256:1" },
    { kind: "json", value: content[2] },
    { kind: "file", url: "sha256:0", name: undefined, mediaType: "application/pdf" },
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
