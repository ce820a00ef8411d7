import { formatDuration } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { timeTicks } from "./time-ticks.js";

test("marks round durations, no more than fit", () => {
  expect(timeTicks(1000, 4).map(({ ms }) => ms)).toEqual([500, 1000]);
  expect(timeTicks(2300, 4).map(({ ms }) => ms)).toEqual([1000, 2000]);
  expect(timeTicks(7, 4).map(({ ms }) => ms)).toEqual([2, 4, 6]);
});

test("marks what a clock has from ten seconds on", () => {
  const at = (totalMs: number): string[] =>
    timeTicks(totalMs, 3).map(({ ms }) => formatDuration(ms));
  expect(at(28_000)).toEqual(["10.0 s", "20.0 s"]);
  expect(at(100_000)).toEqual(["1 m 00 s"]);
  expect(at(600_000)).toEqual(["5 m 00 s", "10 m 00 s"]);
  expect(at(7 * 3_600_000)).toEqual(["3 h 00 m", "6 h 00 m"]);
  expect(at(50 * 3_600_000)).toEqual(["24 h 00 m", "48 h 00 m"]);
  expect(at(100 * 3_600_000)).toEqual(["48 h 00 m", "96 h 00 m"]);
  expect(at(40 * 86_400_000)).toEqual(["480 h 00 m", "960 h 00 m"]);
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
