import { expect, test } from "vitest";

import { runTotals } from "./run-totals.js";

test("shows what the client says of its run as a whole", () => {
  const results = {
    weighted_score: 0.625,
    weights: { value: 3, one: 1 },
    run_scores: [
      { name: "f1", value: 0.123456 },
      { name: "count", value: 20 },
      { name: "broken", value: null, error: "no idea" },
    ],
    pass_rates: [
      { k: 1, passAtK: 0.5, passHatK: 0.5, cases: 9 },
      { k: 3, passAtK: 0.75, passHatK: 0.25, cases: 8 },
    ],
  };
  expect(runTotals(results).map(({ name, value }) => `${name}: ${value}`)).toEqual([
    "weighted score: 0.625 (value × 3, one × 1)",
    "f1: 0.123",
    "count: 20",
    "broken: failed: no idea",
    "pass@3: 0.750 of 8 cases",
    "pass^3: 0.250 of 8 cases",
  ]);
});

test("shows nothing of results that are none of ours", () => {
  const odd = { weighted_score: "high", run_scores: { a: 1 }, pass_rates: [null, "x"] };
  expect([runTotals({}), runTotals(odd)]).toEqual([[], []]);
});
