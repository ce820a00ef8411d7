import { expect, test } from "vitest";

import { formatRange, parseRange } from "./range.js";

test("reads back the range it wrote, and nothing else", () => {
  const range = { from: -0.25, to: 1e-7 };
  expect(parseRange(formatRange(range))).toEqual(range);
  for (const text of [undefined, "", "1", "1..", "..1", "a..b", "1..2..3"]) {
    expect(parseRange(text)).toBeUndefined();
  }
});
