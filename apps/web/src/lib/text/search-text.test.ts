import { expect, test } from "vitest";

import { lazySearchText, toSearchText } from "./search-text.js";

const text = lazySearchText(() => [
  "EXT-1",
  null,
  { messages: [{ role: "user", content: 'She said "no",\n\nthen Left' }], count: 3 },
  undefined,
]);

test("reads as people read it: nested, without quotes, escapes, line breaks and case", () => {
  expect(text()).toBe('ext-1 messages: role: user content: she said "no", then left count: 3');
  expect(text()).toContain(toSearchText('  "No",\tthen  LEFT '));
});

test("goes as deep as a value does", () => {
  let deep: unknown = "bottom";
  for (let depth = 0; depth < 20_000; depth++) deep = [deep];
  expect(lazySearchText(() => [deep])()).toBe("bottom");
});
