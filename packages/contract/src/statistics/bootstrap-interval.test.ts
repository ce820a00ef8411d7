import { describe, expect, it } from "vitest";

import { bootstrapInterval } from "./bootstrap-interval.js";
import { normalCdf, normalQuantile } from "./normal-distribution.js";
import { mulberry32 } from "./seeded-random.js";

describe("bootstrapInterval", () => {
  it.each([[[]], [[1]], [[0.5, 0.5, 0.5]]])("of %j says nothing", (values) => {
    expect(bootstrapInterval(values)).toBeNull();
  });

  it("gives the same interval to the same values, in any order", () => {
    const values = [0.3, -0.1, 0.4, 0, 0.2, 0.9, -0.5, 0.1];
    const interval = bootstrapInterval(values);
    expect(bootstrapInterval(values.toReversed())).toEqual(interval);
    expect(interval?.low).toBeLessThan(0.1625);
    expect(interval?.high).toBeGreaterThan(0.1625);
  });

  it("is what the normal distribution says where that is right", () => {
    const random = mulberry32(3);
    const uniform = (): number => random() / 2 ** 32;
    for (const count of [1500, 2500]) {
      const values = Array.from({ length: count }, () => uniform() - uniform());
      const mean = values.reduce((sum, value) => sum + value, 0) / count;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
      const reach = 1.96 * Math.sqrt(variance / count);
      const interval = bootstrapInterval(values);
      expect(Math.abs((interval?.low ?? NaN) - (mean - reach))).toBeLessThan(0.1 * reach);
      expect(Math.abs((interval?.high ?? NaN) - (mean + reach))).toBeLessThan(0.1 * reach);
    }
  });

  it("leans to where rare large values pull", () => {
    const values = [...Array.from({ length: 37 }, () => 0), 1, 1, 1];
    const { low, high } = bootstrapInterval(values) ?? { low: NaN, high: NaN };
    const mean = 3 / 40;
    expect(high - mean).toBeGreaterThan(mean - low);
    expect(low).toBeGreaterThan(0);
  });
});

it.each([
  [0, 0.5],
  [1.959964, 0.975],
  [-1.959964, 0.025],
  [-3, 0.0013499],
])("the normal distribution below %d is %d", (z, share) => {
  expect(normalCdf(z)).toBeCloseTo(share, 6);
  expect(normalQuantile(share)).toBeCloseTo(z, 3);
});
