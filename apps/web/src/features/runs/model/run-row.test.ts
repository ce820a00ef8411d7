import { expect, test } from "vitest";

import { makeRun } from "../../../testing/make-run.js";
import { toRunRow } from "./run-row.js";

test("reads the counts and averages that the SDK writes", () => {
  const results = {
    outcomes: { passed: 46, failed: 3, errored: 1 },
    metrics: [
      { name: "exact", mean: 0.92 },
      { name: "judge", mean: null },
    ],
  };
  expect(toRunRow(makeRun({ results }))).toMatchObject({
    passed: 46,
    total: 50,
    metrics: [{ name: "exact", value: 0.92 }],
  });
});

test("shows what it can of results in a shape of their own", () => {
  const run = makeRun({
    results: { metrics: { exact: 1, note: "good" } },
    session_ids: ["a", "b"],
  });
  expect(toRunRow(run)).toMatchObject({
    passed: undefined,
    total: 2,
    metrics: [{ name: "exact", value: 1 }],
  });
});

test("counts the cases of a run by whichever of its lists is the longest", () => {
  const { event_ids: _events, session_ids: _sessions, datapoint_ids: _ids, ...rest } = makeRun();
  const id_counts = { event_ids: 2, session_ids: 0, datapoint_ids: 3 };
  expect(toRunRow({ ...rest, id_counts }).total).toBe(3);
});

test("knows no duration of a run that is still going", () => {
  const times = {
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:05.000Z",
  };
  expect(toRunRow(makeRun({ ...times, status: "running" })).durationMs).toBeUndefined();
  expect(toRunRow(makeRun({ ...times, status: "completed" })).durationMs).toBe(5_000);
});
