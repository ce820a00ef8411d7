import { expect, test } from "vitest";

import { histogram } from "./histogram.js";

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
