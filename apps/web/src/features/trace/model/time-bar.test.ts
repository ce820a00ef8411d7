import { expect, test } from "vitest";

import { timeBar } from "./time-bar.js";

const trace = { startMs: 1_000, endMs: 3_000 };

test("places a span by its share of the trace's time", () => {
  expect(timeBar({ start_time: 1_500, end_time: 2_000 }, trace)).toEqual({ left: 25, width: 25 });
});

test("draws a span that has not ended up to the end", () => {
  expect(timeBar({ start_time: 2_000, end_time: 0 }, trace)).toEqual({ left: 50, width: 50 });
});

test("fills the width when the trace took no time", () => {
  const instant = { startMs: 5, endMs: 5 };
  expect(timeBar({ start_time: 5, end_time: 5 }, instant)).toEqual({ left: 0, width: 100 });
});
