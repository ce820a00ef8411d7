import { expect, test } from "vitest";

import { previewValue } from "./preview-value.js";

test("shows the only value of an object as it is", () => {
  expect(previewValue({ answer: "42" })).toBe("42");
  expect(previewValue({ answer: { text: "42" } })).toBe('{"text":"42"}');
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
