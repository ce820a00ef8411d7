import { expect, test } from "vitest";

import { toChatRequest } from "./to-chat-request.js";

const base = { call_type: "chat", model: "gpt-5" };
const hello = [{ role: "user", content: "Hello" }];

test("what a configuration holds is said in the words of the model's API", () => {
  const parameters = {
    ...base,
    template: [
      { role: "user", content: [{ type: "text", text: "{{a.b}}: {{list}}" }] },
      { role: "assistant", content: null, tool_calls: [{ id: "1" }] },
    ],
    hyperparameters: { temperature: 0, top_p: null },
    responseFormat: { type: "json_object" },
    selectedFunctions: [{ id: "f", name: "search", description: "Finds.", parameters: {} }],
    functionCallParams: "auto",
    reasoning_effort: "low",
    stream: true,
  };
  expect(toChatRequest(parameters, { a: { b: "x" }, list: [1] })).toEqual({
    model: "gpt-5",
    messages: [
      { role: "user", content: [{ type: "text", text: "x: [1]" }] },
      { role: "assistant", content: null, tool_calls: [{ id: "1" }] },
    ],
    temperature: 0,
    response_format: { type: "json_object" },
    tools: [
      { type: "function", function: { name: "search", description: "Finds.", parameters: {} } },
    ],
    reasoning_effort: "low",
  });
});

test("the prompt of a completion, which is a text, is a message of the user", () => {
  const completion = { call_type: "completion", model: "m", template: "Say {{what}}" };
  expect(toChatRequest(completion, { what: "hi" })).toEqual({
    model: "m",
    messages: [{ role: "user", content: "Say hi" }],
  });
});

test("whether a tool has to be called goes with tools alone", () => {
  const choiceOf = (more: object): unknown =>
    toChatRequest({ ...base, template: hello, ...more }, {})["tool_choice"];
  const selectedFunctions = [{ name: "search" }];
  expect(choiceOf({ functionCallParams: "force" })).toBeUndefined();
  expect(choiceOf({ selectedFunctions, functionCallParams: "none" })).toBe("none");
  expect(choiceOf({ selectedFunctions, functionCallParams: "force" })).toBe("required");
  const tools = [{ type: "function", function: { name: "own" } }];
  expect(toChatRequest({ ...base, messages: hello, tools }, {})).toEqual({
    model: "gpt-5",
    messages: hello,
    tools,
  });
});

test("every variable without a value is named, and an empty text is a value", () => {
  const template = [{ role: "user", content: "{{a}} {{b}} {{c}} {{toString}}" }];
  expect(() => toChatRequest({ ...base, template }, { a: "", b: null })).toThrow(
    "none for `b`, `c`, `toString`.",
  );
});
