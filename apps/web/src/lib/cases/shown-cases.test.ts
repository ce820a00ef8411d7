import { expect, test } from "vitest";

import { makeResult } from "../../testing/make-result.js";
import { casesAround, packCaseSearch } from "./shown-cases.js";

const run = {
  datapoints: [
    makeResult({ session_id: "a", outcome: "passed" }),
    makeResult({ session_id: "b", outcome: "failed" }),
    makeResult({ session_id: "c", outcome: "passed" }),
    makeResult({ session_id: "d", outcome: "failed" }),
  ],
};

test("steps through the cases that the list showed, in its order", () => {
  const packed = packCaseSearch({ outcome: "failed", sort: "-position" });
  const { rows, index, isFiltered } = casesAround(run, "b", packed);
  expect(rows.map(({ result }) => result.session_id)).toEqual(["d", "b"]);
  expect([index, isFiltered]).toEqual([1, true]);
});

test("steps through all cases where the list showed all, or not this one", () => {
  expect(packCaseSearch({})).toBeUndefined();
  expect(casesAround(run, "c")).toMatchObject({ index: 2, isFiltered: false });
  expect(casesAround(run, "c", packCaseSearch({ outcome: "failed" }))).toMatchObject({ index: 2 });
});
