import { expect, test } from "vitest";

import { previewValue } from "./preview-value.js";

test("shows the only value of an object as it is", () => {
  expect(previewValue({ answer: "42" })).toBe("42");
});

test("shows what is in the only value of an object", () => {
  expect(previewValue({ result: { answer: "42", sure: true } })).toBe("answer: 42 · sure: true");
  expect(previewValue({ result: { output: { text: "42" } } })).toBe("42");
  expect(previewValue({ result: { role: "assistant", content: "In 1843." } })).toBe("In 1843.");
  expect(previewValue({ result: ["a"] })).toBe('["a"]');
  expect(previewValue({ result: {} })).toBe("");
});

test("shows several values after their keys, on one line", () => {
  expect(previewValue({ answer: "x\ny", sources: ["a"] })).toBe('answer: x y · sources: ["a"]');
});

test("shows nothing for nothing", () => {
  expect([null, undefined, {}, ""].map(previewValue)).toEqual(["", "", "", ""]);
});

test("puts text on one line and cuts it", () => {
  expect(previewValue("one\n\n  two")).toBe("one two");
  expect(previewValue("x".repeat(1_000))).toHaveLength(301);
});

test("shows what was said last in a conversation, not how it is written down", () => {
  const history = [
    { role: "system", content: "Be brief." },
    { role: "user", content: [{ type: "text", text: "Who?" }, { type: "image_url" }] },
    { role: "assistant", content: null, tool_calls: [{ id: "1" }] },
  ];
  expect(previewValue({ chat_history: history, functions: [] })).toBe("Who?");
  expect(previewValue({ messages: [{ role: "user", parts: [{ content: "When?" }] }] })).toBe(
    "When?",
  );
  expect(previewValue({ role: "assistant", content: "In 1843.", finish_reason: "stop" })).toBe(
    "In 1843.",
  );
});

test("shows what only looks like a conversation as it is", () => {
  expect(previewValue({ messages: 3 })).toBe("3");
  expect(previewValue({ messages: ["a"] })).toBe('["a"]');
  expect(previewValue({ role: "admin", name: "Ada" })).toBe("role: admin · name: Ada");
});
