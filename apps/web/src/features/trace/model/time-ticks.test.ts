import { expect, test } from "vitest";

import { timeTicks } from "./time-ticks.js";

test("marks round durations, no more than fit", () => {
  expect(timeTicks(1000, 4).map(({ ms }) => ms)).toEqual([500, 1000]);
  expect(timeTicks(2300, 4).map(({ ms }) => ms)).toEqual([1000, 2000]);
  expect(timeTicks(7, 4).map(({ ms }) => ms)).toEqual([2, 4, 6]);
});

test("places each mark where its time lies", () => {
  expect(timeTicks(800, 4)).toEqual([
    { ms: 200, left: 25 },
    { ms: 400, left: 50 },
    { ms: 600, left: 75 },
    { ms: 800, left: 100 },
  ]);
});

test("marks nothing on a trace without duration", () => {
  expect(timeTicks(0, 4)).toEqual([]);
});
