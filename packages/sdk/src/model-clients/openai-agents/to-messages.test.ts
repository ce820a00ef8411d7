import { expect, it } from "vitest";

import { toAnswer, toMessages } from "./to-messages.js";

it("makes messages of a text, and of the SDK's items, calls of one turn together", () => {
  expect(toMessages("Hi")).toEqual([{ role: "user", content: "Hi" }]);
  const items = [
    { type: "message", role: "user", content: [{ type: "input_text", text: "Weather?" }] },
    {
      type: "reasoning",
      content: [{ type: "input_text", text: "Where?" }],
      providerData: { x: 1 },
    },
    { type: "function_call", callId: "1", name: "weather", arguments: '{"city":"Bern"}' },
    { type: "function_call", callId: "2", name: "weather", arguments: '{"city":"Thun"}' },
    { type: "function_call_result", callId: "1", name: "weather", output: "Sunny" },
    {
      type: "function_call_result",
      callId: "2",
      name: "weather",
      output: { type: "text", text: "Rain" },
    },
    {
      type: "message",
      id: "m1",
      status: "completed",
      role: "assistant",
      content: [{ type: "output_text", text: "Sunny, and rain." }],
      providerData: {},
    },
    { type: "hosted_tool_call", name: "web_search", providerData: { secret: 1 } },
  ];
  const call = (id: string, city: string): object => ({
    id,
    type: "function",
    function: { name: "weather", arguments: JSON.stringify({ city }) },
  });
  expect(toMessages(items)).toEqual([
    { role: "user", content: "Weather?" },
    {
      role: "assistant",
      content: "",
      reasoning: "Where?",
      tool_calls: [call("1", "Bern"), call("2", "Thun")],
    },
    { role: "tool", tool_call_id: "1", name: "weather", content: "Sunny" },
    { role: "tool", tool_call_id: "2", name: "weather", content: "Rain" },
    { role: "assistant", content: "Sunny, and rain." },
    { role: "assistant", content: [{ type: "hosted_tool_call", name: "web_search" }] },
  ]);
});

it("leaves messages of chats as they are, and pictures in their places", () => {
  const messages = [
    { role: "system", content: "Be brief." },
    { role: "assistant", content: null, tool_calls: [{ id: "1" }] },
    { role: "tool", tool_call_id: "1", content: "Sunny" },
    { role: "user", content: [{ type: "input_image", image: "data:image/png;base64,aGk=" }] },
  ];
  expect(toMessages(messages)).toEqual(messages);
});

it("makes one message of an answer in items of the SDK, or in parts of the AI SDK", () => {
  expect(
    toAnswer([
      { type: "reasoning", text: "Where?" },
      { type: "text", text: "Let me look." },
      { type: "tool-call", toolCallId: "1", toolName: "weather", input: { city: "Bern" } },
    ]),
  ).toEqual({
    role: "assistant",
    content: "Let me look.",
    reasoning: "Where?",
    tool_calls: [
      { id: "1", type: "function", function: { name: "weather", arguments: '{"city":"Bern"}' } },
    ],
  });
  expect(toAnswer([{ role: "assistant", content: [{ type: "refusal", refusal: "No." }] }])).toEqual(
    { role: "assistant", content: "No." },
  );
  expect(toAnswer(undefined)).toEqual({ role: "assistant", content: "" });
});
