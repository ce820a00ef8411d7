import { expect, test } from "vitest";

import { maxJsonDepth, parseJson, setOwn } from "./json.js";

test("half a character becomes the sign for what cannot be shown, whole ones stay", () => {
  const text = String.raw`{"a\ud800": ["\udc00 b", "\ud83d\ude00", {"c": "\\ud800"}]}`;
  expect(parseJson(text)).toEqual({
    "a\ufffd": ["\ufffd b", "😀", { c: String.raw`\ud800` }],
  });
});

test.each([
  ["lists", "[", "]"],
  ["objects", '{"a":', "}"],
])("%s are nested as deep as they may be, and no deeper", (_, opening, closing) => {
  const nested = (depth: number): string => `${opening.repeat(depth)}null${closing.repeat(depth)}`;
  expect(parseJson(nested(maxJsonDepth))).toBeDefined();
  expect(parseJson(nested(maxJsonDepth + 1))).toBeUndefined();
});

test("many values beside each other are not deep, and brackets in texts are none", () => {
  const many = Array.from({ length: maxJsonDepth * 2 }, (_, n) => [n, { text: `\\"[{${n}` }]);
  expect(parseJson(JSON.stringify(many))).toEqual(many);
});

test("no key reaches the prototype of what it is set on", () => {
  const object: Record<string, unknown> = {};
  for (const key of ["__proto__", "constructor"]) setOwn(object, key, { polluted: true });
  expect(JSON.stringify(object)).toBe(
    '{"__proto__":{"polluted":true},"constructor":{"polluted":true}}',
  );
  expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
});
