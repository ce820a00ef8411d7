import { expect, test } from "vitest";

import { toCaseRows } from "../../../lib/cases/case-row.js";
import { makeResult, scoreKey } from "../../../testing/make-result.js";
import { labelCounts } from "./label-counts.js";

const [metric] = makeResult({ score: 1 }).metrics;
const labelled = (value: string | number) =>
  makeResult({ metrics: metric === undefined ? [] : [{ ...metric, value }] });
const countsOf = (...values: readonly (string | number)[]) =>
  labelCounts(toCaseRows({ datapoints: values.map(labelled) }), scoreKey);

test("counts the labels, the most frequent first, the rest by name", () => {
  expect(countsOf("b", "c", "a", "c")).toEqual([
    { label: "c", count: 2 },
    { label: "a", count: 1 },
    { label: "b", count: 1 },
  ]);
});

test("has nothing to say of numbers", () => {
  expect(countsOf(1, 0.5)).toEqual([]);
});
