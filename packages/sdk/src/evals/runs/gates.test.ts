import { expect, it } from "vitest";

import { compareRuns, type ComparableRun } from "./compare-runs.js";
import { checkGateOptions, checkGates } from "./gates.js";

const run = (name: string, values: readonly boolean[]): ComparableRun => ({
  name,
  cases: values.map((value, index) => ({
    datapointId: `d${index}`,
    scores: { exact: { state: "scored", value } },
  })),
});
const metric = {
  name: "exact",
  mean: 0.8,
  aggregate: 0.8,
  counted: 5,
  errors: 0,
  notScorable: 0,
  missing: 0,
  total: 5,
};
const verdicts = (...given: Parameters<typeof checkGates>): boolean[] =>
  checkGates(...given).map(({ hasPassed }) => hasPassed);

it("asks for thresholds, and lets nothing without a value pass", () => {
  expect(verdicts({ exact: { min: 0.8, max: 0.9 } }, [metric], undefined)).toEqual([true, true]);
  expect(verdicts({ exact: { min: 0.81 } }, [metric], undefined)).toEqual([false]);
  expect(checkGates({ other: { min: 0 } }, [metric], undefined)).toEqual([
    {
      metric: "other",
      hasPassed: false,
      message: "other must be at least 0, got no such metric out of exact",
    },
  ]);
  expect(verdicts({ exact: { min: 0 } }, [{ ...metric, aggregate: null }], undefined)).toEqual([
    false,
  ]);
});

it("fails for a regression beyond chance and tolerance, and for none that it cannot see", () => {
  const all = Array.from({ length: 20 }, () => true);
  const worse = compareRuns(
    run(
      "new",
      all.map((_, index) => index > 9),
    ),
    run("old", all),
  );
  expect(verdicts({ exact: { maxRegression: 0.1 } }, [metric], worse)).toEqual([false]);
  expect(verdicts({ exact: { maxRegression: 0.6 } }, [metric], worse)).toEqual([true]);
  const noise = compareRuns(
    run(
      "new",
      all.map((_, index) => index > 1),
    ),
    run("old", all),
  );
  expect(verdicts({ exact: { maxRegression: 0 } }, [metric], noise)).toEqual([true]);
  expect(verdicts({ exact: { maxRegression: 0 } }, [metric], undefined)).toEqual([false]);
});

it.each([
  [{ exact: { minimum: 1 } }, "{ min?, max?, maxRegression? }"],
  [{ exact: { min: "1" } }, "with at least one number"],
  [{ exact: {} }, "got {}"],
  [{ exact: undefined }, "got undefined"],
  [{ exact: { maxRegression: 0 } }, "`baseline` beside"],
  [{}, "{ accuracy: { min: 0.9 } } does, got none"],
  [null, "{ accuracy: { min: 0.9 } } does, got `null`"],
  ["exact > 0.9", 'got `"exact > 0.9"` (string)'],
])("refuses %j", (gates, message) => {
  expect(() => checkGateOptions(gates, {})).toThrow(message);
});

it("corrects verdicts for the number of metrics", () => {
  const names = ["a", "b", "c"];
  const make = (name: string, flipped: number): ComparableRun => ({
    name,
    cases: Array.from({ length: 20 }, (_, index) => ({
      datapointId: `d${index}`,
      scores: Object.fromEntries(
        names.map((metricName) => [metricName, { state: "scored", value: index >= flipped }]),
      ),
    })),
  });
  // Six of six changes for the worse: p = 0.03 alone, not significant among three.
  const [first] = compareRuns(make("new", 6), make("old", 0)).metrics;
  expect(first?.verdict).toBe("cannot-tell");
  expect(first?.pValue).toBeCloseTo(0.03125, 12);
  expect(first?.adjustedPValue).toBeCloseTo(0.09375, 12);
});

it("takes no rounding for a miss", () => {
  const mean = Array.from({ length: 10 }, () => 0.01).reduce((sum, one) => sum + one, 0) / 10;
  expect(mean).toBeLessThan(0.01);
  const rounded = { ...metric, mean, aggregate: mean };
  expect(verdicts({ exact: { min: 0.01 } }, [rounded], undefined)).toEqual([true]);
  expect(verdicts({ exact: { min: 0.0100001 } }, [rounded], undefined)).toEqual([false]);
  const above = { ...metric, aggregate: 0.1 + 0.2 };
  expect(verdicts({ exact: { max: 0.3 } }, [above], undefined)).toEqual([true]);
  expect(verdicts({ exact: { max: 0.2999999 } }, [above], undefined)).toEqual([false]);
});

it("writes no value as the bound that it missed, and no small one as nothing", () => {
  const messageOf = (aggregate: number, gate: { min?: number; max?: number }): string | undefined =>
    checkGates({ exact: gate }, [{ ...metric, aggregate }], undefined)[0]?.message;
  expect(messageOf(0.89996, { min: 0.9 })).toBe("exact must be at least 0.9, got 0.89996");
  expect(messageOf(0.00002, { max: 0.00001 })).toContain("got 0.00002");
  expect(messageOf(2 / 3, { min: 0.9 })).toContain("got 0.6667");
});

it("judges no name that a metric and a score of the run have, and says what to rename", () => {
  const scores = [{ name: "exact", value: 0.1, error: undefined }];
  const gates = { exact: { min: 0.5, max: 0.9, maxRegression: 0.02 } };
  const rules = [
    "must be at least 0.5",
    "must be at most 0.9",
    "may be worse than the baseline by at most 0.02",
  ];
  expect(checkGates(gates, [metric], undefined, scores)).toEqual(
    rules.map((rule) => ({
      metric: "exact",
      hasPassed: false,
      message:
        `exact ${rule}, but a metric (0.8000) and a score of the run (0.1000) have that name. ` +
        "Rename the evaluator of one of them, and the gate with it",
    })),
  );
});

it("judges what evaluators of the run came to, and fails for those that failed", () => {
  const scores = [
    { name: "f1", value: 0.7, error: undefined },
    { name: "isCalm", value: true, error: undefined },
    { name: "broken", value: null, error: "no idea" },
    { name: "word", value: "fine", error: undefined },
  ];
  const gates = {
    f1: { min: 0.7, max: 0.6, maxRegression: 0 },
    isCalm: { min: 1 },
    broken: { min: 0 },
    word: { min: 0 },
    other: { min: 0 },
  };
  expect(
    checkGates(gates, [metric], undefined, scores).map(({ hasPassed, message }) => [
      hasPassed,
      message,
    ]),
  ).toEqual([
    [true, "f1 must be at least 0.7, got 0.7000"],
    [false, "f1 must be at most 0.6, got 0.7000"],
    [
      false,
      "f1 may be worse than the baseline by at most 0, but scores of the whole run are not compared",
    ],
    [true, "isCalm must be at least 1, got 1.0000"],
    [false, "broken must be at least 0, got no value: no idea"],
    [false, "word must be at least 0, got no value"],
    [false, "other must be at least 0, got no such metric out of exact, f1, isCalm, broken, word"],
  ]);
});

it("asks no slice for a regression, which nobody could tell from chance", () => {
  const gates = { "exact[lang=de]": { min: 0.8, maxRegression: 0 } };
  const check = (sliceBy?: string) => () =>
    checkGateOptions(gates, { baseline: "latest", sliceBy });
  expect(check("lang")).toThrow(
    "Expected the gate of the slice `exact[lang=de]` to be { min?, max? }",
  );
  expect(check()).not.toThrow();
});
