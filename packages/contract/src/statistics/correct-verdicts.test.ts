import { describe, expect, it } from "vitest";

import { correctVerdicts } from "./correct-verdicts.js";

describe("correctVerdicts", () => {
  it("keeps what holds for all questions together, and takes back what does not", () => {
    const metrics = [
      { name: "a", verdict: "better" as const, pValue: 0.001 },
      { name: "b", verdict: "worse" as const, pValue: 0.04 },
      { name: "c", verdict: "same" as const, pValue: 1 },
      { name: "d", verdict: "cannot-tell" as const, pValue: null },
    ];
    expect(correctVerdicts(metrics)).toEqual([
      { name: "a", verdict: "better", pValue: 0.001, adjustedPValue: 0.003 },
      { name: "b", verdict: "cannot-tell", pValue: 0.04, adjustedPValue: 0.08 },
      { name: "c", verdict: "same", pValue: 1, adjustedPValue: 1 },
      { name: "d", verdict: "cannot-tell", pValue: null, adjustedPValue: null },
    ]);
  });

  it("changes nothing where one question was asked", () => {
    const metric = { verdict: "better" as const, pValue: 0.049 };
    expect(correctVerdicts([metric])).toEqual([{ ...metric, adjustedPValue: 0.049 }]);
  });
});
