import type { DatapointResult } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { makeComparison, makeResult, scoreKey } from "../../../testing/make-result.js";
import { toCompareRows } from "./compare-rows.js";
import { countLabels, labelShifts } from "./label-shift.js";
import { selectRows } from "./select-rows.js";

const metric = makeComparison({ found_count: 0, old_aggregate: null, new_aggregate: null });

function labelled(
  id: string,
  value: string,
  fields: Partial<DatapointResult> = {},
): DatapointResult {
  const { metric_name: name, event_name, event_type } = metric;
  const score = { name, event_name, event_type, value, passed: true };
  return makeResult({ datapoint_id: id, metrics: [score], ...fields });
}

const older = {
  datapoints: [
    labelled("a", "rude"),
    labelled("b", "formal"),
    labelled("c", "formal"),
    labelled("edited", "rude", { content_hash: "1" }),
    labelled("gone", "rude"),
  ],
};
const newer = {
  datapoints: [
    labelled("c", "formal"),
    labelled("b", "casual"),
    labelled("a", "formal"),
    labelled("edited", "formal", { content_hash: "2" }),
    makeResult({ datapoint_id: "unlabelled" }),
  ],
};

test("counts the labels of the cases that both runs have unchanged, the most frequent first", () => {
  expect(labelShifts(metric, { old: older, new: newer })).toEqual({
    labels: [
      { label: "formal", old: 2, new: 2 },
      { label: "casual", old: 0, new: 1 },
      { label: "rude", old: 1, new: 0 },
    ],
    pairedCount: 3,
    relabelledCount: 2,
  });
});

test("finds nothing in a metric of numbers", () => {
  const numbers = { datapoints: [makeResult({ score: 1 })] };
  expect(labelShifts(metric, { old: numbers, new: numbers })).toBeUndefined();
  expect(countLabels(metric, numbers)).toEqual([]);
});

test("counts the labels of one run, over all of its cases", () => {
  expect(countLabels(metric, older)).toEqual([
    ["rude", 3],
    ["formal", 2],
  ]);
});

test("keeps the cases with another label, and sorts by whether it is another", () => {
  const rows = toCompareRows(newer, older, [metric]);
  const idsOf = (change?: "other label" | "same"): readonly unknown[] =>
    selectRows(rows, { change, metric: scoreKey }, { columnId: scoreKey, direction: "desc" }).map(
      ({ datapointId }) => datapointId,
    );
  expect(idsOf("other label")).toEqual(["b", "a"]);
  expect(idsOf("same")).toEqual(["c"]);
  expect(idsOf()).toEqual(["b", "a", "c", "edited", "unlabelled", "gone"]);
});
