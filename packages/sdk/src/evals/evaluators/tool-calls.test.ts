import { describe, expect, it } from "vitest";

import type { Score } from "../types/evaluator.js";
import { toolCalls, type ToolCallsOptions } from "./tool-calls.js";

const find = { name: "find", arguments: { city: "Lima" } };

const score = async (
  outputs: unknown,
  truth: unknown,
  options: ToolCallsOptions = {},
): Promise<unknown> => {
  // It reads no context.
  const scored: Score = await toolCalls(options).evaluate(outputs, {}, truth, undefined as never);
  return typeof scored === "object" && scored !== null ? scored.score : scored;
};

it.each<[string, unknown]>([
  ["a message of OpenAI without calls", { role: "assistant", content: "Lima is in Peru." }],
  ["one whose calls are null", { content: "Lima", tool_calls: null }],
  ["one whose calls are undefined", { toolCalls: undefined }],
  ["nothing", undefined],
  ["OpenAI's whole answer", { choices: [{ message: { role: "assistant", content: "Lima." } }] }],
  ["OpenAI's whole response", { object: "response", output: [{ type: "message", content: [] }] }],
  ["Gemini's", { candidates: [{ content: { parts: [{ text: "Lima." }] } }] }],
  ["Gemini's that was blocked", { candidates: [{ finishReason: "SAFETY" }] }],
  ["text alone, as Anthropic writes it", [{ type: "text", text: "Lima is in Peru." }]],
])("fails %s where a call was expected, and passes it where none was", async (_, outputs) => {
  expect(await score(outputs, [find])).toBe(false);
  expect(await score(outputs, [])).toBe(true);
});

it.each<[string, unknown]>([
  [
    "Anthropic",
    [
      { type: "text", text: "Let me see." },
      { type: "tool_use", id: "1", name: "find", input: { city: "Lima" } },
    ],
  ],
  [
    "Anthropic, with all of its message",
    {
      role: "assistant",
      content: [
        { type: "text", text: "Let me see." },
        { type: "tool_use", id: "1", name: "find", input: { city: "Lima" } },
      ],
    },
  ],
  [
    "OpenAI's responses",
    [
      { type: "reasoning", summary: [] },
      { type: "function_call", name: "find", arguments: '{"city":"Lima"}' },
      { type: "function_call_output", call_id: "1", output: "{}" },
    ],
  ],
  [
    "the AI SDK",
    [
      { type: "tool-call", toolName: "find", input: { city: "Lima" } },
      { type: "tool-result", toolName: "find", output: 1 },
    ],
  ],
  [
    "OpenAI's chat, whole",
    {
      object: "chat.completion",
      choices: [
        {
          message: {
            role: "assistant",
            tool_calls: [
              { type: "function", function: { name: "find", arguments: '{"city":"Lima"}' } },
            ],
          },
        },
      ],
    },
  ],
  [
    "OpenAI's responses, whole",
    {
      object: "response",
      output: [{ type: "function_call", name: "find", arguments: '{"city":"Lima"}' }],
    },
  ],
  [
    "Gemini",
    {
      candidates: [
        {
          content: {
            role: "model",
            parts: [
              { text: "Let me see." },
              { functionCall: { name: "find", args: { city: "Lima" } } },
            ],
          },
        },
      ],
    },
  ],
])("finds the calls among the parts of an answer of %s", async (_, outputs) => {
  expect(await score(outputs, [find])).toBe(true);
  expect(await score(outputs, [{ ...find, arguments: { city: "Quito" } }])).toBe(false);
});

it("takes names alone, of which each asks for a call with whatever arguments", async () => {
  expect(await score({ toolCalls: [find, { name: "open" }] }, ["find", "open"])).toBe(true);
  expect(await score({ toolCalls: [find] }, ["open"])).toBe(false);
  expect(await score(["find"], ["find"])).toBe(true);
});

it("takes arguments that are not there for none", async () => {
  const wanted = [{ name: "now", arguments: {} }];
  expect(await score([{ name: "now", arguments: "" }], wanted)).toBe(true);
  expect(await score([{ name: "now" }], wanted)).toBe(true);
  expect(await score([find], [{ name: "find", arguments: {} }])).toBe(false);
});

it("does not guess what an answer is that lists no calls", async () => {
  await expect(score({ answer: "Lima" }, [find])).rejects.toThrow("Pass `actual`");
  await expect(score("Lima", [find])).rejects.toThrow("Pass `actual`");
});

describe("toolCalls", () => {
  const [search, open] = [{ name: "search", arguments: { q: "a" } }, { name: "open" }];
  it.each([
    ["in-order", [search, open], [search, open], true],
    ["in-order", [open, search], [search, open], false],
    ["any-order", [open, search], [{ name: "search" }, open], true],
    ["any-order", [search, { name: "search", arguments: 1 }], [{ name: "search" }, search], true],
    ["any-order", [open, search, open], [search, open], false],
    ["subset", [open, search, open], [search], true],
    ["subset", [{ name: "search", arguments: { q: "b" } }], [search], false],
  ] as const)("%s: %j against %j", async (match, made, wanted, expected) => {
    expect(await score({ toolCalls: made }, wanted, { match })).toBe(expected);
  });
});

it.each([
  ["OpenAI", { tool_calls: [{ id: "1", function: { name: "search", arguments: '{"q":"a"}' } }] }],
  ["OpenAI's responses", [{ type: "function_call", name: "search", arguments: '{"q":"a"}' }]],
  ["Anthropic", [{ type: "tool_use", name: "search", input: { q: "a" } }]],
  ["the AI SDK", { toolCalls: [{ toolName: "search", input: { q: "a" } }] }],
])("toolCalls reads calls of %s", async (_, outputs) => {
  const wanted = [{ name: "search", arguments: { q: "a" } }];
  expect(await score(outputs, wanted)).toBe(true);
  expect(await score(outputs, [{ name: "search", arguments: { q: "b" } }])).toBe(false);
  await expect(score("text", wanted)).rejects.toThrow("to list tool calls");
});
