import type { ChartPoint } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { highestOf, latestOf, toSeries, totalOf } from "./to-series.js";

const starts = [0, 1_000, 2_000];
const point = (ms: number, value: number | null, group?: string, count = 1): ChartPoint => ({
  bucket: new Date(ms).toISOString(),
  value,
  count,
  ...(group === undefined ? {} : { group }),
});

test("places points in time and says what is not there", () => {
  const points = [point(0, 4), point(2_000, 6), point(9_000, 1)];
  expect(toSeries(points, starts, "bars").series).toEqual([{ name: "", values: [4, 0, 6] }]);
  expect(toSeries(points, starts, "lines").series).toEqual([{ name: "", values: [4, null, 6] }]);
});

test("leaves out groups in which nothing happened", () => {
  const points = [point(0, 0, "none"), point(0, null, "unknown"), point(0, 1, "some")];
  expect(toSeries(points, starts, "bars").series.map(({ name }) => name)).toEqual(["some"]);
});

test("draws six groups, with all others in the last bar, or hidden lines that are counted", () => {
  const points = Array.from({ length: 8 }, (_, index) =>
    point(0, index + 1, `g${index}`, index + 1),
  );
  const bars = toSeries(points, starts, "bars");
  expect(bars.series.map(({ name }) => name).join()).toBe("g7,g6,g5,g4,g3,3 others");
  expect([totalOf(bars.series), bars.hiddenCount]).toEqual([36, 0]);
  const lines = toSeries(points, starts, "lines");
  expect(lines.series.map(({ name }) => name).join()).toBe("g7,g6,g5,g4,g3,g2");
  expect(lines.hiddenCount).toBe(2);
});

test("adds up, and finds the last that was measured", () => {
  const points = [point(0, 4, "a"), point(1_000, 5, "a"), point(0, 2, "b")];
  const { series } = toSeries(points, starts, "lines");
  expect(totalOf(series)).toBe(11);
  expect(series.map(latestOf)).toEqual([5, 2]);
  expect(latestOf({ name: "c", values: [null] })).toBeUndefined();
});

test("measures the plot by the highest stack of bars, or by the highest line", () => {
  const series = [
    { name: "a", values: [1, 4, null] },
    { name: "b", values: [5, 3, null] },
  ];
  expect([highestOf("bars", series), highestOf("lines", series)]).toEqual([7, 5]);
  expect(highestOf("lines", [])).toBe(0);
});
