import { describe, expect, it } from "vitest";

import { bootstrapInterval } from "./bootstrap-interval.js";
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
    const uniform = uniformFrom(3);
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

  it("says nothing where fewer than three of the cases differ from the rest", () => {
    const same = Array.from({ length: 20 }, () => 0);
    expect(bootstrapInterval([...same, 0.4, 0.5])).toBeNull();
    expect(bootstrapInterval([...same, 0.4, 0.5, 0.6])).not.toBeNull();
  });

  it.each<[string, number, number, (uniform: () => number) => number]>([
    ["of few changes", 20, 0.1, (uniform) => (uniform() < 0.2 ? uniform() : 0)],
    [
      "of two trials each",
      10,
      0,
      (uniform) => (Math.round(uniform()) + Math.round(uniform()) - 1) / 2,
    ],
    ["with a long tail", 10, 0, (uniform) => Math.log(uniform() + 2 ** -33) + 1],
  ])("holds the mean 93 times of a hundred: %s", (_, count, truth, draw) => {
    const uniform = uniformFrom(11);
    const rounds = 300;
    let held = 0;
    for (let round = 0; round < rounds; round++) {
      const interval = bootstrapInterval(Array.from({ length: count }, () => draw(uniform)));
      if (interval === null || (interval.low <= truth && truth <= interval.high)) held++;
    }
    expect(held / rounds).toBeGreaterThanOrEqual(0.93);
  });
});

function uniformFrom(seed: number): () => number {
  const fill = mulberry32(seed);
  const words = new Uint32Array(1);
  return () => {
    fill(words);
    return (words[0] ?? 0) / 2 ** 32;
  };
}
