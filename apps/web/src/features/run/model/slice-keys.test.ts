import { expect, test } from "vitest";

import { toCaseRows } from "../../../lib/cases/case-row.js";
import { shownCases } from "../../../lib/cases/shown-cases.js";
import { makeResult } from "../../../testing/make-result.js";
import { sliceKeys } from "./slice-keys.js";

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
    }),
  ),
});

test("slices by what tells some cases from others", () => {
  expect(sliceKeys(rows)).toEqual(["lang", "tags"]);
  const many = Array.from({ length: 60 }, (_, n) => makeResult({ metadata: { n, even: n % 2 } }));
  expect(sliceKeys(toCaseRows({ datapoints: many }))).toEqual(["even"]);
});

test("a slice's cases can be shown alone", () => {
  const shown = (by: string, slice: string): unknown =>
    shownCases(rows, { by, slice }).map(({ result }) => result.datapoint_id);
  expect(shown("lang", "de")).toEqual(["d0", "d2"]);
  expect(shown("tags", "b")).toEqual(["d0", "d1"]);
});
