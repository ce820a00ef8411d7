import { expect, test } from "vitest";

import type { JsonObject } from "../events/event.js";
import { sliceCases } from "./slices.js";

const rows: readonly (JsonObject | undefined)[] = [
  { lang: "fr", tags: ["a", "b"] },
  { lang: "de", level: 1, tags: ["a", "a"] },
  { lang: "de", level: "1", tags: ["", []] },
  { lang: { name: "de" }, level: true, tags: "b" },
  undefined,
];

const slicesBy = (key: string): unknown =>
  sliceCases([0, 1, 2, 3, 4], key, (index) => rows[index]).map(({ value, cases }) => [
    value,
    ...cases,
  ]);

test("slices are of equal texts, the largest first, and what says nothing last", () => {
  expect(slicesBy("lang")).toEqual([
    ["de", 1, 2],
    ["fr", 0],
    [undefined, 3, 4],
  ]);
  expect(slicesBy("level")).toEqual([
    ["1", 1, 2],
    ["true", 3],
    [undefined, 0, 4],
  ]);
  expect(slicesBy("constructor")).toEqual([[undefined, 0, 1, 2, 3, 4]]);
});

test("slices of one size are in the order in which people count", () => {
  const levels = ["10", "9", "t10", "t9", "b", "B", "-1"];
  const slices = sliceCases(levels, "level", (level) => ({ level }));
  expect(slices.map(({ value }) => value)).toEqual(["-1", "9", "10", "b", "B", "t9", "t10"]);
});

test("a case is in the slice of each value of a list, once", () => {
  expect(slicesBy("tags")).toEqual([
    ["a", 0, 1],
    ["b", 0, 3],
    [undefined, 2, 4],
  ]);
});
