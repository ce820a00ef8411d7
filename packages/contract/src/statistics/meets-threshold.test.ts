import { expect, it } from "vitest";

import type { MetricThreshold } from "../metric.js";
import { meetsThreshold } from "./meets-threshold.js";

it.each<[unknown, MetricThreshold, boolean | undefined]>([
  [0.5, { min: 0.5 }, true],
  [0.49, { min: 0.5 }, false],
  [0.5, { max: 0.5 }, true],
  [0.51, { max: 0.5 }, false],
  [3, { min: 2, max: 4 }, true],
  [5, { min: 2, max: 4 }, false],
  [true, { pass_when: true }, true],
  [false, { pass_when: true }, false],
  [false, { pass_when: false }, true],
  [1, { pass_when: true }, true],
  [4, { pass_when: 4 }, true],
  [3, { pass_when: 4 }, false],
  [false, { min: 1 }, false],
  ["calm", { passing_categories: ["calm", "glad"] }, true],
  ["angry", { passing_categories: ["calm", "glad"] }, false],
  ["calm", { min: 1 }, undefined],
  [1, { passing_categories: ["calm"] }, undefined],
  [NaN, { min: 1 }, undefined],
  [null, { min: 1 }, undefined],
  [1, {}, undefined],
])("%j with the threshold %j: %j", (value, threshold, passed) => {
  expect(meetsThreshold(value, threshold)).toBe(passed);
});
