import { describe, expect, it } from "vitest";

import { mcnemarExact, pairedPermutation, pairedPermutationInSteps } from "./paired-tests.js";

describe("mcnemarExact", () => {
  it.each([
    [0, 0, 1],
    [1, 0, 1],
    [5, 0, 2 / 2 ** 5],
    [0, 6, 2 / 2 ** 6],
    [9, 1, (2 * (1 + 10)) / 2 ** 10],
    [8, 2, (2 * (1 + 10 + 45)) / 2 ** 10],
    [10, 10, 1],
  ])("of %i improved and %i degraded is %d", (improved, degraded, pValue) => {
    expect(mcnemarExact(improved, degraded)).toBeCloseTo(pValue, 12);
    expect(mcnemarExact(degraded, improved)).toBeCloseTo(pValue, 12);
  });

  it("stays a probability for many pairs", () => {
    expect(mcnemarExact(5000, 5000)).toBe(1);
    expect(mcnemarExact(3000, 2000)).toBeGreaterThan(0);
    expect(mcnemarExact(3000, 2000)).toBeLessThan(1e-40);
  });

  it("judges 200,000 changed answers at once", () => {
    // By the normal distribution with a correction for continuity: 2 · (1 − Φ(2.2338)).
    expect(mcnemarExact(100_500, 99_500)).toBeCloseTo(0.02549, 5);
  });
});

describe("pairedPermutation", () => {
  it("tells nothing from differences too large to be added", () => {
    expect(pairedPermutation([Infinity, Infinity])).toBe(1);
    expect(pairedPermutation(Array.from({ length: 12 }, () => 1e308))).toBe(1);
    expect(pairedPermutation(Array.from({ length: 40 }, () => -1e308))).toBe(1);
  });

  it.each([
    [[], 1],
    [[0, 0], 1],
    [[1], 1],
    [[1, 1, 1, 1, 1], 2 / 32],
    [[-2, -2, -2, -2, -2, -2], 2 / 64],
    [[1, 2, 3], 2 / 8],
    [[1, 2, -3], 1],
    [[3, -1], 1],
    [[3, 1, 0], 2 / 4],
  ])("of %j is %d", (differences, pValue) => {
    expect(pairedPermutation(differences)).toBe(pValue);
  });

  it("does not depend on the unit", () => {
    const differences = [0.4, 0.2, -0.1, -0.2, -0.2, -0.2, 0.4, 0.3];
    const factors = [1e-12, 1, 1e3, 1_234_567.891, 1e12];
    expect(
      factors.map((factor) => pairedPermutation(differences.map((value) => value * factor))),
    ).toEqual(factors.map(() => 0.53125));
  });

  it.each([
    [15, 5],
    [20, 8],
    [9, 0],
  ])("is exactly the sign test for %i ups and %i downs of one size", (ups, downs) => {
    const differences = Array.from({ length: ups + downs }, (_, index) => (index < ups ? 1 : -1));
    expect(pairedPermutation(differences)).toBeCloseTo(mcnemarExact(ups, downs), 12);
  });

  it("counts every choice of signs", () => {
    const differences = [0.9, 0.31, -0.2, 0.55, 0.04, -0.41, 0.77, 0.12, -0.06, 0.35, 0.18];
    const total = differences.reduce((sum, value) => sum + value, 0);
    let extreme = 0;
    for (let mask = 0; mask < 2 ** differences.length; mask++) {
      const flipped = differences.reduce(
        (sum, value, index) => sum + ((mask >> index) & 1 ? value : -value),
        0,
      );
      if (Math.abs(flipped) >= total - 1e-9) extreme++;
    }
    expect(pairedPermutation(differences)).toBe(extreme / 2 ** differences.length);
  });

  it("gives the same answer to the same data, in any order, and nearly the exact one", () => {
    const differences = Array.from({ length: 60 }, (_, index) => (index < 38 ? 1 : -1));
    const pValue = pairedPermutation(differences);
    expect(pairedPermutation(differences.toReversed())).toBe(pValue);
    expect(pValue).toBeCloseTo(mcnemarExact(38, 22), 2);
  });

  it.each([
    [520, 480],
    [1043, 957],
  ])("agrees with the sign test for %i ups and %i downs", (ups, downs) => {
    const differences = Array.from({ length: ups + downs }, (_, index) => (index < ups ? 1 : -1));
    const pValue = pairedPermutation(differences);
    expect(Math.abs(pValue - mcnemarExact(ups, downs))).toBeLessThan(0.01);
  });

  it("agrees with the sign test for so many that it need not draw", () => {
    const [ups, downs] = [10_150, 9850];
    const differences = Array.from({ length: ups + downs }, (_, index) => (index < ups ? 1 : -1));
    const pValue = pairedPermutation(differences);
    expect(Math.abs(pValue - mcnemarExact(ups, downs))).toBeLessThan(0.001);
  });

  it("is not deceived by one difference that outweighs very many", () => {
    const small = Array.from({ length: 20_000 }, (_, index) => (index % 2 === 0 ? 1 : -1));
    // Whatever the signs of the others are, the total is about as large.
    expect(pairedPermutation([...small, 1e9])).toBeGreaterThan(0.4);
  });

  function changedScores(count: number): number[] {
    let state = 7;
    const random = (): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
      return (state >>> 8) / 2 ** 24;
    };
    const after = Array.from({ length: count }, () => random() + 0.0001);
    return after.map((value) => value - random());
  }

  it("gives a thousand changed scores the answer that it has always given", () => {
    expect(pairedPermutation(changedScores(1000))).toBe(0.9262036898155093);
  });

  it("gives 100,000 changed scores the answer that 20,000 draws gave, but for their chance", () => {
    const drawn = 0.327933603319834;
    const chance = Math.sqrt((drawn * (1 - drawn)) / 20_000);
    expect(Math.abs(pairedPermutation(changedScores(100_000)) - drawn)).toBeLessThan(3 * chance);
  });

  it("takes many short steps where it takes long, to the same answer", () => {
    const differences = Array.from({ length: 5120 }, (_, index) => (index % 7) - 2.9);
    const steps = pairedPermutationInSteps(differences);
    let [count, step] = [0, steps.next()];
    for (; step.done !== true; step = steps.next()) count++;
    // One for 512 differences.
    expect(count).toBe(10);
    expect(step.value).toBe(pairedPermutation(differences));
  });
});
