import { expect, test } from "vitest";

import { formatDelta, formatPlural, formatPValue, formatScore } from "./format-number.js";

test("writes scores with three digits and changes with a sign", () => {
  expect([0.9234, 1, 12_345, 0.5].map(formatScore)).toEqual(["0.923", "1", "12,345", "0.5"]);
  expect([0.9996, 0.99951, 1.004, 12.04, 0.999_999_999_999].map(formatScore)).toEqual([
    "0.9996",
    "0.9995",
    "1.004",
    "12.04",
    "1",
  ]);
  expect([123_456.789, 100.4, 99.44, 0.00000326].map(formatScore)).toEqual([
    "123,457",
    "100",
    "99.4",
    "3.3e-6",
  ]);
  expect([0.25, -0.5, 0, -5.5e-17].map(formatDelta)).toEqual(["+0.25", "−0.5", "0", "0"]);
});

test("writes small p-values as a bound", () => {
  expect([0.0001, 0.034, 0.5].map(formatPValue)).toEqual([
    "p\u00a0<\u00a00.001",
    "p\u00a0=\u00a00.034",
    "p\u00a0=\u00a00.50",
  ]);
});

test("counts things", () => {
  expect([formatPlural(1, "case"), formatPlural(1_200, "case")]).toEqual(["1 case", "1,200 cases"]);
});
