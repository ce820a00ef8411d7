import { expect, test } from "vitest";

import { formatDuration } from "./format-duration.js";
import { formatDelta, formatPlural, formatPValue, formatScore } from "./format-number.js";

test("writes durations with a unit that fits", () => {
  const durations = [0, 0.42, 12.4, 999.4, 1_254, 59_949, 125_000, 3_780_000, Number.NaN, -1];
  expect(durations.map(formatDuration)).toEqual([
    "0 ms",
    "0.42 ms",
    "12 ms",
    "999 ms",
    "1.25 s",
    "59.9 s",
    "2 m 05 s",
    "1 h 03 m",
    "–",
    "–",
  ]);
});

test("writes scores with three digits and changes with a sign", () => {
  expect([0.9234, 1, 12_345, 0.5].map(formatScore)).toEqual(["0.923", "1", "12,345", "0.5"]);
  expect([0.25, -0.5, 0, -5.5e-17].map(formatDelta)).toEqual(["+0.25", "−0.5", "0", "0"]);
});

test("writes small p-values as a bound", () => {
  expect([0.0001, 0.034, 0.5].map(formatPValue)).toEqual(["p < 0.001", "p = 0.034", "p = 0.50"]);
});

test("counts things", () => {
  expect([formatPlural(1, "case"), formatPlural(1_200, "case")]).toEqual(["1 case", "1,200 cases"]);
});
