import { expect, test } from "vitest";

import { FairShares } from "./fair-shares.js";

/** Takes ten at a time, in turn, as long as anybody may. */
function fill(shares: FairShares, owners: readonly string[]): Record<string, number> {
  const held = new Map<string, number>();
  for (let isTaking = true; isTaking;) {
    isTaking = false;
    for (const owner of owners) {
      if (!shares.fits(10, owner)) continue;
      shares.add(10, owner);
      held.set(owner, (held.get(owner) ?? 0) + 10);
      isTaking = true;
    }
  }
  return Object.fromEntries(held);
}

test("leaves room for others, however much one asks for", () => {
  const shares = new FairShares(1600);
  expect(fill(shares, ["greedy"])).toEqual({ greedy: 1400 });
  expect(fill(shares, ["next"])["next"]).toBeGreaterThanOrEqual(170);
});

test("gives those who ask for as much as they get the same", () => {
  expect(fill(new FairShares(1500), ["a", "b"])).toEqual({ a: 700, b: 700 });
});

test("lets small ones in beside one that fills all of it, but not any number of them", () => {
  const shares = new FairShares(1600);
  shares.add(1600, "giant");
  const owners = Array.from({ length: 20 }, (_, index) => `small-${index}`);
  const held = Object.values(fill(shares, owners));
  expect(Math.max(...held)).toBeLessThanOrEqual(100);
  expect(held.reduce((sum, own) => sum + own)).toBe(400);
  expect(shares.fits(1, "giant")).toBe(false);
});

test("gives back what is given back", () => {
  const shares = new FairShares(100);
  shares.add(80, "a");
  expect(shares.fits(10, "a")).toBe(false);
  shares.add(-80, "a");
  expect([shares.total, shares.fits(80, "a"), shares.fits(100)]).toEqual([0, true, true]);
});
