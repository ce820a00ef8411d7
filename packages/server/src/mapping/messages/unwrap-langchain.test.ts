import { expect, test } from "vitest";

import { unwrapLangChain } from "./unwrap-langchain.js";

function made(className: string, kwargs: object, of = "messages"): object {
  return { lc: 1, type: "constructor", id: ["langchain_core", of, className], kwargs };
}

test("shows messages of LangChain as messages, wherever they are", () => {
  const call = { name: "get_weather", args: { city: "Paris" }, id: "call_1" };
  const value = {
    messages: [
      made("HumanMessage", { content: "Weather?", additional_kwargs: {} }),
      made("AIMessageChunk", { content: "", tool_calls: [call], response_metadata: { a: 1 } }),
      made("ToolMessage", { content: "sunny", tool_call_id: "call_1", name: "get_weather" }),
      made("ChatMessage", { content: "hi", role: "critic" }),
    ],
  };
  const toolCall = {
    id: "call_1",
    type: "function",
    function: { name: "get_weather", arguments: '{"city":"Paris"}' },
  };
  expect(unwrapLangChain(made("ChatPromptValue", value, "prompt_values"))).toEqual({
    messages: [
      { role: "user", content: "Weather?" },
      { role: "assistant", content: "", tool_calls: [toolCall] },
      { role: "tool", content: "sunny", tool_call_id: "call_1", name: "get_weather" },
      { role: "critic", content: "hi" },
    ],
  });
});

test("shows what other objects were made of, and leaves the rest alone", () => {
  const document = made("Document", { pageContent: "text", metadata: { page: 3 } }, "documents");
  const secret = { lc: 1, type: "secret", id: ["OPENAI_API_KEY"] };
  const unlike = { lc: 1, type: "constructor", id: "x", kwargs: { a: 1 } };
  expect(unwrapLangChain({ documents: [document], secret, unlike, lc: 2 })).toEqual({
    documents: [{ pageContent: "text", metadata: { page: 3 } }],
    secret,
    unlike,
    lc: 2,
  });
});

test("ends at objects that are nested without an end", () => {
  let value: unknown = "core";
  for (let depth = 0; depth < 10_000; depth++) value = { inner: value };
  expect(() => unwrapLangChain(value)).not.toThrow();
});
