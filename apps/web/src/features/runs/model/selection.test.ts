import { expect, test } from "vitest";

import { makeRun } from "../../../testing/make-run.js";
import { inOrderOfStart, toggleSelected } from "./selection.js";

test("selects six runs at most and lets the oldest choice go", () => {
  expect(toggleSelected(["a"], "a")).toEqual([]);
  expect(toggleSelected(["a", "b"], "c")).toEqual(["a", "b", "c"]);
  expect(toggleSelected(["a", "b", "c", "d", "e", "f"], "g")).toEqual([
    "b",
    "c",
    "d",
    "e",
    "f",
    "g",
  ]);
});

test("compares the later runs with the earliest, in whatever order they were chosen", () => {
  const early = makeRun({ run_id: "early", created_at: "2026-01-01T00:00:00.000Z" });
  const late = makeRun({ run_id: "late", created_at: "2026-01-02T00:00:00.000Z" });
  expect(inOrderOfStart(["late", "early"], [late, early])).toEqual(["early", "late"]);
  expect(inOrderOfStart(["early", "late"], [late, early])).toEqual(["early", "late"]);
});
