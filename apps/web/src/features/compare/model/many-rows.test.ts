import type {
  DatapointResult,
  MetricComparison,
  MetricDetail,
  RunResult,
} from "@honeyhive/contract";
import { expect, test } from "vitest";

import { makeComparison, makeResult, scoreKey } from "../../../testing/make-result.js";
import { makeRun } from "../../../testing/make-run.js";
import { joinMetrics } from "./joined-metrics.js";
import { toManyRows } from "./many-rows.js";
import { isInGroup, selectMany, type CaseGroup } from "./select-many.js";
import { countComparisons, summariseRuns, type ComparedRun } from "./summarise-runs.js";

const metric = { metric_name: "score", event_name: "run", event_type: "session" };

function makeCompared(
  runId: string,
  datapoints: readonly DatapointResult[],
  options: { readonly metrics?: readonly MetricComparison[]; readonly eventName?: string } = {},
): ComparedRun {
  const detail: MetricDetail = {
    ...metric,
    event_name: options.eventName ?? metric.event_name,
    metric_type: "CLIENT_SIDE",
    aggregate: 0.5,
    values: [],
    datapoints: { passed: [], failed: [] },
    counted: datapoints.length,
    errors: 0,
    not_scorable: 0,
    missing: 0,
    total: datapoints.length,
  };
  const run = makeRun({ run_id: runId });
  const result: RunResult = {
    status: "completed",
    success: true,
    passed: [],
    failed: [],
    metrics: { aggregation_function: "average", details: [detail] },
    datapoints,
    event_details: [],
    run_object: run,
  };
  const comparison = options.metrics && {
    metrics: options.metrics,
    commonDatapoints: [],
    new_only_datapoints: [],
    old_only_datapoints: [],
    edited_datapoints: [],
    event_details: [],
    old_run: run,
    new_run: run,
  };
  return { runId, result, comparison };
}

const failed = { passed: false, outcome: "failed" } as const;

const runs = [
  makeCompared("base", [
    makeResult({ datapoint_id: "kept", score: 1, content_hash: "a" }),
    makeResult({ datapoint_id: "lost", score: 1 }),
    makeResult({ datapoint_id: "gained", score: 0, ...failed }),
    makeResult({ datapoint_id: "never", score: 0, ...failed }),
  ]),
  makeCompared("second", [
    makeResult({ datapoint_id: "never", score: 0, ...failed }),
    makeResult({ datapoint_id: "kept", score: 0.5, content_hash: "b" }),
    makeResult({ datapoint_id: "lost", score: 0, ...failed }),
    makeResult({ datapoint_id: "gained", score: 0, ...failed }),
  ]),
  makeCompared("third", [
    makeResult({ datapoint_id: "fresh", score: 1 }),
    makeResult({ datapoint_id: "lost", score: 1 }),
    makeResult({ datapoint_id: "gained", score: 1 }),
    makeResult({ datapoint_id: "kept", score: 1, content_hash: "a" }),
  ]),
];
const rows = toManyRows(runs, [metric]);

const idsOf = (some: typeof rows): readonly unknown[] => some.map(({ datapointId }) => datapointId);
const inGroup = (group: CaseGroup): readonly unknown[] =>
  idsOf(rows.filter((row) => isInGroup(row, group)));

test("joins all runs by datapoint, in the order of the baseline, what it lacks last", () => {
  expect(
    rows.map(({ datapointId, cells }) => [datapointId, cells.map((cell) => cell?.outcome)]),
  ).toEqual([
    ["kept", ["passed", "passed", "passed"]],
    ["lost", ["passed", "failed", "passed"]],
    ["gained", ["failed", "failed", "passed"]],
    ["never", ["failed", "failed", undefined]],
    ["fresh", [undefined, undefined, "passed"]],
  ]);
});

test("measures every run from the baseline, and cases that were edited not at all", () => {
  const deltas = rows.map(({ cells }) => cells.map((cell) => cell?.scoreOf(scoreKey)?.delta));
  expect(deltas.slice(0, 3)).toEqual([
    [undefined, undefined, 0],
    [undefined, -1, 0],
    [undefined, 0, 1],
  ]);
  expect(rows[0]?.cells.map((cell) => cell?.isEdited)).toEqual([false, true, false]);
});

test("tells which labels are others than the baseline's", () => {
  const said = (value: string, content_hash = "a"): DatapointResult =>
    makeResult({
      content_hash,
      metrics: [{ name: "score", event_name: "run", event_type: "session", passed: true, value }],
    });
  const results = [said("rude"), said("rude"), said("formal"), said("formal", "edited")];
  const compared = results.map((result, index) => makeCompared(`run ${index}`, [result]));
  const [row] = toManyRows(compared, [metric]);
  expect(row?.cells.map((cell) => cell?.scoreOf(scoreKey)?.direction)).toEqual([
    undefined,
    "same",
    "other label",
    undefined,
  ]);
});

test("groups the cases by what the runs came to", () => {
  expect(inGroup("disagree")).toEqual(["lost", "gained"]);
  expect(inGroup("lost")).toEqual(["lost"]);
  expect(inGroup("gained")).toEqual(["gained"]);
  expect(inGroup("nowhere")).toEqual(["never"]);
  expect(inGroup("not in all")).toEqual(["never", "fresh"]);
});

test("finds by text and sorts by the values of one run, cases without one last", () => {
  const all = { group: undefined, text: undefined };
  expect(idsOf(selectMany(rows, { ...all, text: "FRESH" }, undefined))).toEqual(["fresh"]);
  const by = { columnId: "second", direction: "desc" } as const;
  const sort = { by, metric: scoreKey, runIds: ["base", "second", "third"] };
  expect(idsOf(selectMany(rows, all, sort))).toEqual(["kept", "lost", "gained", "never", "fresh"]);
});

test("finds what came out of any run, and why it failed", () => {
  const said = makeCompared("said", [
    makeResult({ datapoint_id: "kept", outputs: { answer: "Lovelace" } }),
    makeResult({ datapoint_id: "lost", error: "too late" }),
  ]);
  const others = toManyRows([...runs, said], [metric]);
  const find = (text: string): unknown =>
    idsOf(selectMany(others, { group: undefined, text }, undefined));
  expect(find("lovelace")).toEqual(["kept"]);
  expect(find("Too late")).toEqual(["lost"]);
});

test("follows a metric through a renamed function, and lists what only one run has", () => {
  const renamed = makeCompared("renamed", [], { eventName: "walk" });
  expect(joinMetrics([...runs, renamed].map(({ result }) => result))).toMatchObject([metric]);
  const both = {
    metrics: { details: [...renamed.result.metrics.details], aggregation_function: "average" },
  } as const;
  const more = {
    metrics: {
      ...both.metrics,
      details: [...both.metrics.details, { ...both.metrics.details[0], metric_name: "tone" }],
    },
  };
  expect(joinMetrics([both, more as typeof both]).map(({ metric_name }) => metric_name)).toEqual([
    "score",
    "tone",
  ]);
});

test("lets a verdict stand only where it holds over all runs together", () => {
  const better = (p_value: number): MetricComparison =>
    makeComparison({ verdict: "better", p_value, adjusted_p_value: p_value });
  const [base] = runs;
  const compared = [0.03, 0.001, 0.04].map((pValue, index) =>
    makeCompared(`run ${index}`, [], { metrics: [better(pValue)] }),
  );
  const summary = summariseRuns([metric], [...(base === undefined ? [] : [base]), ...compared]);
  expect(countComparisons(summary)).toBe(3);
  expect(summary[0]?.cells.map(({ against }) => against?.verdict)).toEqual([
    undefined,
    "cannot-tell",
    "better",
    "cannot-tell",
  ]);
});
