import { expect, test } from "vitest";

import { previewValue } from "./preview-value.js";

test("shows the only value of an object as it is", () => {
  expect(previewValue({ answer: "42" })).toBe("42");
});

test("shows several values as JSON on one line", () => {
  expect(previewValue({ a: "x\ny", b: 1 })).toBe('{"a":"x\\ny","b":1}');
});

test("shows nothing for nothing", () => {
  expect([null, undefined, {}, ""].map(previewValue)).toEqual(["", "", "", ""]);
});

test("puts text on one line and cuts it", () => {
  expect(previewValue("one\n\n  two")).toBe("one two");
  expect(previewValue("x".repeat(1_000))).toHaveLength(301);
});
