import { expect, test } from "vitest";

import { describeEvidence, type Evidence } from "./describe-evidence.js";

const open: Evidence = { verdict: "cannot-tell", pValue: 0.0712, pairs: 2000, neededCount: 4098 };

test("says how sure a verdict is, and how many cases would tell", () => {
  expect(describeEvidence(open)).toBe("p = 0.071, needs about 2,098 more");
  expect(describeEvidence({ ...open, verdict: "better", neededCount: null })).toBe("p = 0.071");
  expect(describeEvidence({ ...open, pValue: 1e-12, neededCount: null })).toBe("p < 0.000001");
});

test("says nothing where the verdict says all", () => {
  const same: Evidence = { verdict: "same", pValue: 1, pairs: 7, neededCount: null };
  const untested: Evidence = { verdict: "cannot-tell", pValue: null, pairs: 0, neededCount: null };
  expect([same, untested].map(describeEvidence)).toEqual(["", ""]);
});
