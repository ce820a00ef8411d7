import { expect, test } from "vitest";

import { manyLines, oneLine, withoutColours } from "./one-line.js";

test.each([
  ["plain  text", "plain  text"],
  ["two\r\n\tlines\u2028three", "two lines three"],
  ["\u001b[31mred\u0007\u0000", String.raw`\x1b[31mred\x07\x00`],
  ["\u009b2J", String.raw`\x9b2J`],
  ["\u202egnp.exe\u2069", String.raw`\u202egnp.exe\u2069`],
  ["日本語 \u200fעברית 👩‍👩‍👧", "日本語 \u200fעברית 👩‍👩‍👧"],
])("%j stays one line that steers no terminal", (text, line) => {
  expect(oneLine(text)).toBe(line);
  expect(oneLine(line)).toBe(line);
});

test("what has lines keeps them", () => {
  expect(manyLines("one\r\n\ttwo\u001b[2J\n")).toBe(`one\n  two${String.raw`\x1b[2J`}\n`);
});

test("colours are left out, and nothing else", () => {
  expect(withoutColours("\u001b[1;31mred\u001b[0m\u001b[2J")).toBe("red\u001b[2J");
});
