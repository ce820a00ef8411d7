import { expect, it } from "vitest";

import { aggregateByCase } from "./aggregate-by-case.js";

it("averages the trials of a case whose sum is no number", () => {
  const values = [1e308, 1.5e308].map((value) => ({ caseId: "one", value }));
  expect(aggregateByCase(values, "average")).toBe(1.25e308);
});
