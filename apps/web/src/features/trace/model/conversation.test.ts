import { expect, test } from "vitest";

import { toConversation } from "./conversation.js";

test("reads the history and the answer as one conversation", () => {
  const messages = toConversation({
    inputs: {
      chat_history: [
        { role: "system", content: "Be brief." },
        { role: "user", content: [{ type: "text", text: "Hi" }] },
      ],
    },
    outputs: { role: "assistant", content: "Hello", finish_reason: "stop" },
  });
  expect(messages).toEqual([
    {
      role: "system",
      name: undefined,
      parts: [{ kind: "text", text: "Be brief." }],
      finishReason: undefined,
      direction: "input",
    },
    {
      role: "user",
      name: undefined,
      parts: [{ kind: "text", text: "Hi" }],
      finishReason: undefined,
      direction: "input",
    },
    {
      role: "assistant",
      name: undefined,
      parts: [{ kind: "text", text: "Hello" }],
      finishReason: "stop",
      direction: "output",
    },
  ]);
});

test("shows each of several choices as an answer", () => {
  const messages = toConversation({
    inputs: {},
    outputs: {
      choices: [
        { finish_reason: "stop", message: { role: "assistant", content: "One" } },
        { finish_reason: "length", message: { role: "assistant", content: "Two" } },
      ],
    },
  });
  expect(messages?.map(({ finishReason }) => finishReason)).toEqual(["stop", "length"]);
});

test("is not a conversation without messages", () => {
  expect(toConversation({ inputs: { query: "x" }, outputs: { text: "y" } })).toBeUndefined();
});
