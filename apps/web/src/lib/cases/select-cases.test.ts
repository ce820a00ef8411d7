import { expect, test } from "vitest";

import { makeResult, scoreKey } from "../../testing/make-result.js";
import { toCaseRows } from "./case-row.js";
import { selectCases, type CaseFilter } from "./select-cases.js";

const rows = toCaseRows({
  datapoints: [
    makeResult({ datapoint_id: "a", score: 0.5, outputs: { answer: "Paris" } }),
    makeResult({ datapoint_id: "b", outcome: "errored", error: "TypeError: no tongue" }),
    makeResult({ datapoint_id: "c", score: 1, outcome: null, passed: false }),
  ],
});

const ids = (filter: CaseFilter, sort?: Parameters<typeof selectCases>[2]): readonly unknown[] =>
  selectCases(rows, filter, sort).map(({ result }) => result.datapoint_id);

test("keeps the order of the run without a sort", () => {
  expect(ids({})).toEqual(["a", "b", "c"]);
});

test("filters by outcome, derived where the client told none", () => {
  expect(ids({ outcome: "errored" })).toEqual(["b"]);
  expect(ids({ outcome: "failed" })).toEqual(["c"]);
});

test("searches outputs, errors and ids without regard to case", () => {
  expect(ids({ text: "paris" })).toEqual(["a"]);
  expect(ids({ text: "TONGUE" })).toEqual(["b"]);
});

test("searches what the columns cut off", () => {
  const long = toCaseRows({
    datapoints: [makeResult({ outputs: { answer: `${"so ".repeat(5_000)}the very\n\nEnd` } })],
  });
  expect(selectCases(long, { text: "very end" }, undefined)).toHaveLength(1);
  expect(selectCases(long, { text: "beginning" }, undefined)).toHaveLength(0);
});

test("keeps the cases of one label", () => {
  const labelled = makeResult({ score: 1 });
  const labels = toCaseRows({
    datapoints: ["calm", "angry"].map((value) => ({
      ...labelled,
      datapoint_id: value,
      metrics: labelled.metrics.map((metric) => ({ ...metric, value })),
    })),
  });
  const calm = selectCases(labels, { label: { metric: scoreKey, value: "calm" } }, undefined);
  expect(calm.map(({ result }) => result.datapoint_id)).toEqual(["calm"]);
});

test("keeps the scores within a range", () => {
  expect(ids({ score: { metric: scoreKey, from: 0.9, to: 1 } })).toEqual(["c"]);
});

test("sorts by a metric, with unscored cases last both ways", () => {
  expect(ids({}, { columnId: scoreKey, direction: "desc" })).toEqual(["c", "a", "b"]);
  expect(ids({}, { columnId: scoreKey, direction: "asc" })).toEqual(["a", "c", "b"]);
});

test("gives cases that share a session keys of their own", () => {
  const same = toCaseRows({ datapoints: [makeResult(), makeResult()] });
  expect(new Set(same.map(({ key }) => key)).size).toBe(2);
});
