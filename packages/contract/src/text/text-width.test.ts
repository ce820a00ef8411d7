import { expect, test } from "vitest";

import { cutToWidth, padToWidth, textWidth } from "./text-width.js";

test.each([
  ["plain", 5],
  ["██░…", 4],
  ["é", 1],
  ["e\u0301", 1],
  ["日本語", 6],
  ["한글", 4],
  ["👩‍👩‍👧", 2],
  ["❤️", 2],
  ["ﬀ", 1],
  ["\u200b", 0],
  ["", 0],
])("%j takes %d columns", (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test("lines are cut and filled by columns, between characters", () => {
  expect(cutToWidth("日本語", 5)).toBe("日本");
  expect(cutToWidth("a👩‍👩‍👧b", 2)).toBe("a");
  expect(cutToWidth("plain", 3)).toBe("pla");
  expect(padToWidth("日本", 6, "end")).toBe("日本  ");
  expect(padToWidth("日本", 6, "start")).toBe("  日本");
  expect(padToWidth("too long", 3, "end")).toBe("too long");
});
