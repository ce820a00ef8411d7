import { expect, it } from "vitest";

import { holmAdjust } from "./holm.js";

it("adjusts as R's p.adjust does, in any order and around what has no value", () => {
  const adjusted = holmAdjust([0.04, 0.01, null, 0.03, 0.005]);
  expect(adjusted.map((value) => value && Number(value.toFixed(12)))).toEqual([
    0.06,
    0.03,
    null,
    0.06,
    0.02,
  ]);
  expect(holmAdjust([0.04])).toEqual([0.04]);
  expect(holmAdjust([0.7, 0.8])).toEqual([1, 1]);
});
