import type { ExperimentRun } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { makeRun } from "../../../testing/make-run.js";
import { toRunRow, type RunRow } from "./run-row.js";
import { runTrends } from "./run-trends.js";

function rowOf(
  day: number,
  metrics: Readonly<Record<string, number>>,
  more: Partial<ExperimentRun> = {},
): RunRow {
  const created_at = `2026-01-${String(day).padStart(2, "0")}T00:00:00.000Z`;
  const identity = { run_id: `run-${day}`, name: `day ${day}`, created_at, dataset_id: "set" };
  return toRunRow(makeRun({ ...identity, results: { metrics }, ...more }));
}

test("follows each metric from the oldest run to the newest, whatever their order", () => {
  const rows = [
    rowOf(2, { exact: 0.6, judge: 4 }),
    rowOf(3, { exact: 0.9 }),
    rowOf(1, { judge: 3 }),
  ];
  const values = runTrends(rows).map(({ metric, points }) => [
    metric,
    points.map(({ value }) => value),
  ]);
  expect(values).toEqual([
    ["exact", [0.6, 0.9]],
    ["judge", [3, 4]],
  ]);
});

test("leaves out runs that have not completed and metrics of one run alone", () => {
  const rows = [rowOf(1, { exact: 1 }), rowOf(2, { exact: 0.1, rare: 1 }, { status: "cancelled" })];
  expect(runTrends([...rows, rowOf(3, { other: 1 })])).toEqual([]);
});

test("tells the runs over another dataset than the latest one's", () => {
  const rows = [rowOf(1, { exact: 1 }, { dataset_id: "before" }), rowOf(2, { exact: 1 })];
  const [trend] = runTrends(rows);
  expect(trend?.points.map(({ isOfOtherDataset: isOther }) => isOther)).toEqual([true, false]);
});

test("shows the latest forty runs", () => {
  const rows = Array.from({ length: 28 }, (_, index) => [
    rowOf(index + 1, { exact: 0 }),
    rowOf(index + 1, { exact: 1 }),
  ]).flat();
  expect(runTrends(rows)[0]?.points).toHaveLength(40);
  expect(runTrends(rows)[0]?.points.at(-1)?.runId).toBe("run-28");
});
