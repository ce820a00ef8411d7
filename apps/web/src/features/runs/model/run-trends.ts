import { runDataset } from "../../../lib/runs/run-dataset.js";
import type { RunRow } from "./run-row.js";

export interface TrendPoint {
  readonly runId: string;
  readonly runName: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly value: number;
  /** Over another dataset than the latest run of the trend: its average is of other cases. */
  readonly isOfOtherDataset: boolean;
}

export interface RunTrend {
  readonly metric: string;
  /** Oldest first; two at least. */
  readonly points: readonly TrendPoint[];
}

const maxPoints = 40;
const maxTrends = 8;

/** How the averages of each metric have gone from run to run, of the completed runs that a list shows. */
export function runTrends(rows: readonly RunRow[]): readonly RunTrend[] {
  const completed = rows
    .filter(({ run, metrics }) => run.status === "completed" && metrics.length > 0)
    .toSorted((left, right) => Date.parse(left.run.created_at) - Date.parse(right.run.created_at))
    .slice(-maxPoints);
  const newestFirst = completed.toReversed();
  const names = new Set(newestFirst.flatMap(({ metrics }) => metrics.map(({ name }) => name)));
  return [...names].slice(0, maxTrends).flatMap((metric): RunTrend[] => {
    const points = pointsOf(metric, completed);
    return points.length < 2 ? [] : [{ metric, points }];
  });
}

function pointsOf(metric: string, rows: readonly RunRow[]): readonly TrendPoint[] {
  const having = rows.flatMap((row) =>
    row.metrics.filter(({ name }) => name === metric).map(({ value }) => ({ run: row.run, value })),
  );
  const latest = having.at(-1)?.run;
  return having.map(({ run, value }) => ({
    runId: run.run_id,
    runName: run.name,
    createdAt: run.created_at,
    value,
    isOfOtherDataset: latest !== undefined && runDataset(run) !== runDataset(latest),
  }));
}
