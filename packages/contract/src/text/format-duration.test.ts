import { expect, test } from "vitest";

import { formatDuration } from "./format-duration.js";

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
