import { expect, it } from "vitest";

import { aggregateByCase } from "./aggregate-by-case.js";
import { passRates } from "./pass-rates.js";

it("estimates pass@k and pass^k without bias", () => {
  const rates = passRates([{ trials: 4, passed: 2 }]);
  expect(rates.map(({ passAtK }) => passAtK)).toEqual([0.5, 1 - 1 / 6, 1, 1]);
  expect(rates.map(({ passHatK }) => passHatK)).toEqual([0.5, 1 / 6, 0, 0]);
});

it("agrees with drawing every set of trials", () => {
  const trials = [true, true, false, true, false];
  const sets = [0, 1, 2, 3, 4].flatMap((a) =>
    [0, 1, 2, 3, 4].flatMap((b) =>
      [0, 1, 2, 3, 4].filter((c) => a < b && b < c).map((c) => [trials[a], trials[b], trials[c]]),
    ),
  );
  const share = (test: (set: unknown[]) => boolean): number =>
    sets.filter(test).length / sets.length;
  const rate = passRates([{ trials: 5, passed: 3 }])[2];
  expect(rate?.passAtK).toBeCloseTo(
    share((set) => set.includes(true)),
    12,
  );
  expect(rate?.passHatK).toBeCloseTo(
    share((set) => !set.includes(false)),
    12,
  );
});

it("counts only the cases that ran often enough", () => {
  expect(
    passRates([
      { trials: 1, passed: 1 },
      { trials: 2, passed: 0 },
    ]),
  ).toEqual([
    { k: 1, passAtK: 0.5, passHatK: 0.5, cases: 2 },
    { k: 2, passAtK: 0, passHatK: 0, cases: 1 },
  ]);
  expect(passRates([])).toEqual([]);
});

it("averages trials within their case first", () => {
  const values = [
    { caseId: "a", value: 1 },
    { caseId: "a", value: 1 },
    { caseId: "a", value: 1 },
    { caseId: "b", value: 0 },
  ];
  expect(aggregateByCase(values, "average")).toBe(0.5);
  expect(aggregateByCase(values, "count")).toBe(2);
  expect(aggregateByCase([], "average")).toBeNull();
});
