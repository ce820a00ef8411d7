import { expect, test } from "vitest";

import { toStorableJson } from "./storable-json.js";

test("replaces halves of characters, and nothing that only looks like one", () => {
  const value = {
    whole: "🐝",
    half: "a\ud83d",
    low: "\udc1d",
    text: "\\ud83d",
    line: "\\\n\ud83d",
  };
  expect(JSON.parse(toStorableJson(value))).toEqual({
    whole: "🐝",
    half: "a\ufffd",
    low: "\ufffd",
    text: "\\ud83d",
    line: "\\\n\ufffd",
  });
});
