import { expect, test } from "vitest";

import { bucketStarts, chartWindows, parseChartWindow } from "./chart-window.js";

const nowMs = Date.parse("2026-11-22T10:20:30Z");

test("begins where the server's stretches of time begin, and ends with the one that goes on", () => {
  const iso = bucketStarts(chartWindows["24h"], nowMs).map((start) =>
    new Date(start).toISOString(),
  );
  expect([iso.length, iso[0], iso.at(-1)]).toEqual([
    25,
    "2026-11-21T10:00:00.000Z",
    "2026-11-22T10:00:00.000Z",
  ]);
  expect(bucketStarts(chartWindows["7d"], nowMs).map((start) => start % 86_400_000)).toEqual(
    Array.from({ length: 8 }, () => 0),
  );
});

test("shows a week where the link names no window", () => {
  expect([undefined, "1h", "forever"].map(parseChartWindow)).toEqual(["24h", "1h", "24h"]);
});
