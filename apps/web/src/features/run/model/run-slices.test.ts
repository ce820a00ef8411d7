import { expect, test } from "vitest";

import { toCaseRows } from "../../../lib/cases/case-row.js";
import { shownCases } from "../../../lib/cases/shown-cases.js";
import { makeResult, scoreKey } from "../../../testing/make-result.js";
import { runSlices, sliceKeys } from "./run-slices.js";

const rows = toCaseRows({
  datapoints: [
    { lang: "de", tags: ["a", "b"], project: "x" },
    { lang: "fr", tags: ["b"], project: "x" },
    { lang: "de", project: "x" },
    { project: "x" },
  ].map((metadata, index) =>
    makeResult({
      datapoint_id: `d${index}`,
      metadata,
      outcome: index === 0 ? "failed" : "passed",
      ...(index === 2 ? {} : { score: index }),
    }),
  ),
});

test("slices by what tells some cases from others", () => {
  expect(sliceKeys(rows)).toEqual(["lang", "tags"]);
  const many = Array.from({ length: 60 }, (_, n) => makeResult({ metadata: { n, even: n % 2 } }));
  expect(sliceKeys(toCaseRows({ datapoints: many }))).toEqual(["even"]);
});

test("sums up each slice, and says of how many", () => {
  const slices = runSlices(rows, { key: "lang", metrics: [scoreKey], aggregation: "average" });
  expect(slices.map(({ value, total, passed, scores }) => [value, total, passed, scores])).toEqual([
    ["de", 2, 1, new Map([[scoreKey, { aggregate: 0, counted: 1 }]])],
    ["fr", 1, 1, new Map([[scoreKey, { aggregate: 1, counted: 1 }]])],
    [undefined, 1, 1, new Map([[scoreKey, { aggregate: 3, counted: 1 }]])],
  ]);
});

test("a slice's cases can be shown alone", () => {
  const shown = (by: string, slice: string): unknown =>
    shownCases(rows, { by, slice }).map(({ result }) => result.datapoint_id);
  expect(shown("lang", "de")).toEqual(["d0", "d2"]);
  expect(shown("tags", "b")).toEqual(["d0", "d1"]);
});
