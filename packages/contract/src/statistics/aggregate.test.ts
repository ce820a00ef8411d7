import { describe, expect, it } from "vitest";

import { aggregateValues, toNumericScore } from "./aggregate.js";
import { aggregateFunctions, type AggregateFunction } from "../runs/run.js";

describe("aggregateValues", () => {
  it.each<[AggregateFunction, number]>([
    ["average", 2.5],
    ["sum", 10],
    ["min", 1],
    ["max", 4],
    ["median", 2.5],
    ["p90", 3.7],
    ["p95", 3.85],
    ["p99", 3.97],
    ["count", 4],
  ])("%s", (name, expected) => {
    expect(aggregateValues([4, 1, 3, 2], name)).toBeCloseTo(expected, 12);
  });

  it("of nothing is null, and counts nothing", () => {
    expect(aggregateFunctions.map((name) => aggregateValues([], name))).toEqual(
      aggregateFunctions.map((name) => (name === "count" ? 0 : null)),
    );
  });

  it("of one value is that value", () => {
    const others = aggregateFunctions.filter((name) => name !== "count");
    expect(others.map((name) => aggregateValues([-2], name))).toEqual(others.map(() => -2));
  });

  it("is a number that JSON has, or null, of values whose sum is none", () => {
    const large = [1.5e308, 1.7e308, -1.7e308, 1.5e308, 1.3e308];
    expect(aggregateValues(large, "average")).toBeCloseTo(8.6e307, -295);
    expect(aggregateValues([1e308, 1e308], "average")).toBe(1e308);
    expect(aggregateValues([1e308, 1e308], "sum")).toBeNull();
    expect(aggregateValues([-1.7e308, 1.7e308], "median")).toBe(0);
    expect(aggregateValues([-1.7e308, 1.7e308], "p90")).toBeCloseTo(1.36e308, -295);
  });

  it("leaves its values as they are, a million of them", () => {
    const values = Array.from({ length: 1_000_000 }, (_, index) => -1 - index);
    expect(aggregateValues(values, "max")).toBe(-1);
    expect(aggregateValues(values, "median")).toBe(-500_000.5);
    expect(values[1]).toBe(-2);
  });
});

describe("toNumericScore", () => {
  it.each([
    [true, 1],
    [false, 0],
    [0.5, 0.5],
    [Number.NaN, undefined],
    [Infinity, undefined],
    ["1", undefined],
    [null, undefined],
  ])("of %j is %j", (value, expected) => {
    expect(toNumericScore(value)).toBe(expected);
  });
});
