import { expect, it } from "vitest";

import { proportionInterval } from "./proportion-interval.js";
import { mulberry32 } from "./seeded-random.js";

// By hand: (7 − 2) / 12 ± 1.959964 · √((7/12 + 2/12 − (5/12)²) / 12).
it("is what Bonett and Price wrote", () => {
  const interval = proportionInterval({ improved: 6, degraded: 1, total: 10 });
  expect(interval?.low).toBeCloseTo(-0.012885, 6);
  expect(interval?.high).toBeCloseTo(0.846218, 6);
});

it("has something to say where nothing has changed, and nothing where there is nothing", () => {
  const { low, high } = proportionInterval({ improved: 0, degraded: 0, total: 50 }) ?? {};
  expect(low).toBeCloseTo(-0.0533, 4);
  expect(high).toBeCloseTo(0.0533, 4);
  expect(proportionInterval({ improved: 0, degraded: 0, total: 0 })).toBeNull();
});

it("stays within what shares can differ by", () => {
  expect(proportionInterval({ improved: 10, degraded: 0, total: 10 })?.high).toBe(1);
  expect(proportionInterval({ improved: 0, degraded: 10, total: 10 })?.low).toBe(-1);
});

it.each([
  [10, 0.3, 0.1],
  [10, 0.05, 0.05],
  [20, 0.1, 0],
  [50, 0.25, 0.15],
])(
  "of %i cases, %d better and %d worse, holds the difference 95 times of a hundred",
  (total, better, worse) => {
    const rounds = 2000;
    const words = new Uint32Array(rounds * total);
    mulberry32(5)(words);
    let held = 0;
    for (let round = 0; round < rounds; round++) {
      const changed = { improved: 0, degraded: 0, total };
      for (let index = 0; index < total; index++) {
        const drawn = (words[round * total + index] ?? 0) / 2 ** 32;
        if (drawn < better) changed.improved++;
        else if (drawn < better + worse) changed.degraded++;
      }
      const interval = proportionInterval(changed);
      const truth = better - worse;
      if (interval !== null && interval.low <= truth && truth <= interval.high) held++;
    }
    expect(held / rounds).toBeGreaterThan(0.94);
  },
);
