import { expect, test } from "vitest";

import { formatFullTime, formatTime } from "./format-time.js";

const now = new Date(2026, 10, 22, 12, 0).getTime();
const minute = 60_000;

test("says of the last day how long ago something was", () => {
  const agoMs = [-5_000, 20_000, minute, 59 * minute, 60 * minute, 23.9 * 60 * minute];
  expect(agoMs.map((ms) => formatTime(now - ms, now))).toEqual([
    "just now",
    "just now",
    "1 min ago",
    "59 min ago",
    "1 h ago",
    "23 h ago",
  ]);
});

test("names the day before that, and the year where it is another", () => {
  expect(formatTime(new Date(2026, 10, 20, 9, 5).getTime(), now)).toContain("09:05");
  expect(formatTime(new Date(2025, 10, 20, 9, 5).getTime(), now)).toContain("2025");
  expect(formatTime(now + 60 * minute, now)).toContain("13:00");
});

test("admits what is no time", () => {
  expect([formatTime("soon", now), formatFullTime("soon")]).toEqual(["–", "unknown time"]);
});
