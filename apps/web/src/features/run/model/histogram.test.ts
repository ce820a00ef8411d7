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

test("gives each of the scores 0 to 10 its bar, also as tenths of 1", () => {
  const tenths = Array.from({ length: 11 }, (_, index) => index / 10);
  expect(histogram(tenths).map(({ from, to, count }) => [from, to, count])).toEqual(
    tenths.map((value) => [value, value, 1]),
  );
});

test("puts a value where a range begins into that range, whatever division makes of it", () => {
  const twentieths = Array.from({ length: 21 }, (_, index) => index / 20);
  expect(histogram(twentieths).map(({ count }) => count)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 3]);
});

test("is empty without values", () => {
  expect(histogram([])).toEqual([]);
});
