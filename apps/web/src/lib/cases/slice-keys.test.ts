import { expect, test } from "vitest";

import { makeResult } from "../../testing/make-result.js";
import { toCaseRows } from "./case-row.js";
import { shownCases } from "./shown-cases.js";
import { ignoredSlice, sliceKeys } from "./slice-keys.js";

const rows = [
  { lang: "de", tags: ["a", "b"], project: "x" },
  { lang: "fr", tags: ["b"], project: "x" },
  { lang: "de", project: "x" },
  { project: "x" },
];

test("slices by what tells some cases from others", () => {
  expect(sliceKeys(rows)).toEqual(["lang", "tags"]);
  const many = Array.from({ length: 60 }, (_, n) => ({ n, even: n % 2 }));
  expect(sliceKeys(many)).toEqual(["even"]);
});

test("a slice's cases can be shown alone", () => {
  const cases = toCaseRows({
    datapoints: rows.map((metadata, n) => makeResult({ datapoint_id: `d${n}`, metadata })),
  });
  const shown = (by: string, slice: string): unknown =>
    shownCases(cases, { by, slice }).map(({ result }) => result.datapoint_id);
  expect(shown("lang", "de")).toEqual(["d0", "d2"]);
  expect(shown("tags", "b")).toEqual(["d0", "d1"]);
  expect(shown("lang", "polish")).toEqual(["d0", "d1", "d2", "d3"]);
});

test("an address that asks for other slices is told so", () => {
  const ignored = (by: string | undefined, slice?: string): unknown =>
    ignoredSlice({ by, slice }, rows).map(({ key, because }) => `${key}: ${because}`);
  expect(ignored("lang", "de")).toEqual([]);
  expect(ignored("lnag")).toEqual(["by: did you mean lang?"]);
  expect(ignored("lang", "polish")).toEqual(["slice: there is de, fr"]);
  expect(ignored(undefined, "de")).toEqual(["slice: there is nothing of that kind here"]);
  expect(ignoredSlice({ by: "lang" }, [])).toEqual([]);
});
