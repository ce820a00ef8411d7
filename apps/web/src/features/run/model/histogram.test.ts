import { expect, test } from "vitest";

import { formatRange, histogram, parseRange } from "./histogram.js";

test("gives few distinct values a bar each", () => {
  expect(histogram([1, 0, 1, 1])).toEqual([
    { from: 0, to: 0, count: 1 },
    { from: 1, to: 1, count: 3 },
  ]);
});

test("cuts many values into ten ranges that hold every one of them", () => {
  const values = Array.from({ length: 101 }, (_, index) => index / 100);
  const bins = histogram(values);
  expect(bins).toHaveLength(10);
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(101);
  expect(bins.at(-1)?.to).toBe(1);
});

test("is empty without values", () => {
  expect(histogram([])).toEqual([]);
});

test("reads back the range it wrote, and nothing else", () => {
  const range = { from: -0.25, to: 1e-7 };
  expect(parseRange(formatRange(range))).toEqual(range);
  for (const text of [undefined, "", "1", "1..", "..1", "a..b", "1..2..3"]) {
    expect(parseRange(text)).toBeUndefined();
  }
});
