import { describe, expect, it } from "vitest";

import { compareScores } from "./compare-scores.js";
import type { ScorePair } from "./score-pair.js";

const pairs = (scores: readonly (readonly [number, number])[]): ScorePair[] =>
  scores.map(([old, current], index) => ({ id: `d${index}`, old, new: current }));

const repeat = (count: number, pair: readonly [number, number]): (readonly [number, number])[] =>
  Array.from({ length: count }, () => pair);

describe("compareScores", () => {
  it("cannot tell without pairs", () => {
    expect(compareScores([])).toEqual({
      improved: [],
      degraded: [],
      same: [],
      oldMean: null,
      newMean: null,
      difference: null,
      interval: null,
      verdict: "cannot-tell",
      pValue: null,
      neededCount: null,
    });
  });

  it("calls less an improvement where less is better, and leaves the numbers as they are", () => {
    const slower = pairs(repeat(10, [100, 120]));
    expect(compareScores(slower)).toMatchObject({ verdict: "better", difference: 20 });
    const [wrong, right] = [compareScores(slower), compareScores(slower, true)];
    expect(right).toEqual({
      ...wrong,
      verdict: "worse",
      improved: wrong.degraded,
      degraded: wrong.improved,
    });
    expect(compareScores(pairs(repeat(10, [1, 0])), true)).toMatchObject({ verdict: "better" });
    expect(compareScores(pairs(repeat(3, [1, 1])), true)).toMatchObject({ verdict: "same" });
  });

  it("calls equal scores the same, rounding errors included", () => {
    expect(
      compareScores(
        pairs([
          [0.3, 0.1 + 0.2],
          [1, 1],
        ]),
      ),
    ).toMatchObject({
      verdict: "same",
      pValue: 1,
      same: ["d0", "d1"],
    });
  });

  it("uses the exact test for answers of yes and no", () => {
    const comparison = compareScores(pairs([...repeat(6, [0, 1]), ...repeat(4, [1, 1])]));
    expect(comparison).toMatchObject({ verdict: "better", oldMean: 0.4, newMean: 1 });
    expect(comparison.pValue).toBeCloseTo(2 / 64, 12);
    expect(compareScores(pairs(repeat(6, [1, 0]))).verdict).toBe("worse");
  });

  it("says how many cases it would take, never too few to be possible", () => {
    for (const count of [1, 2, 3, 4, 5]) {
      const { verdict, neededCount } = compareScores(pairs(repeat(count, [0, 1])));
      expect(verdict).toBe("cannot-tell");
      if (count > 1) expect(neededCount).toBe(6);
    }
    const mixed = compareScores(
      pairs([
        [0, 1],
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
    );
    expect(mixed.neededCount).toBeGreaterThanOrEqual(24);
  });

  it("has no count to offer where there is no difference to find", () => {
    expect(
      compareScores(
        pairs([
          [0, 1],
          [1, 0],
        ]),
      ),
    ).toMatchObject({
      verdict: "cannot-tell",
      difference: 0,
      neededCount: null,
    });
  });

  it("takes rounding of large scores for no change", () => {
    const [few, many] = [3, 10].map(
      (trials) =>
        Array.from({ length: trials }, () => 98_765.4321).reduce((a, b) => a + b) / trials,
    );
    expect(few).not.toBe(many);
    const scores = Array.from({ length: 8 }, () => [few ?? 0, many ?? 0] as const);
    expect(compareScores(pairs(scores))).toMatchObject({ verdict: "same", difference: 0 });
  });

  it.each<[string, (random: () => number) => number]>([
    ["answers of yes and no", (random) => Number(random() < 0.7)],
    ["grades", (random) => Math.floor(random() * 5) / 4],
    ["measurements", (random) => random() ** 3],
  ])("calls two runs of the same thing different at most one time in twenty: %s", (_, score) => {
    const random = seeded(7);
    const rounds = 400;
    let alarms = 0;
    for (let round = 0; round < rounds; round++) {
      const scores = Array.from({ length: 12 }, () => [score(random), score(random)] as const);
      if (compareScores(pairs(scores)).verdict !== "cannot-tell") alarms++;
    }
    // Three standard errors above 5 %.
    expect(alarms / rounds).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / rounds));
  });
});

function seeded(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
