import { expect, test } from "vitest";

import { parseJson } from "./json.js";

test("half a character becomes the sign for what cannot be shown, whole ones stay", () => {
  const text = String.raw`{"a\ud800": ["\udc00 b", "\ud83d\ude00", {"c": "\\ud800"}]}`;
  expect(parseJson(text)).toEqual({
    "a\ufffd": ["\ufffd b", "😀", { c: String.raw`\ud800` }],
  });
});
