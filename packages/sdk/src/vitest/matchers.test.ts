import { makeTemporaryDirectory } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { evaluate } from "../evals/evaluate.js";
import type { EvaluationResult } from "../evals/types/evaluation-result.js";
import { evaluationMatchers } from "./matchers.js";

const dataset = Array.from({ length: 30 }, (_, n) => ({ inputs: { n } }));

const run = (
  journal: string,
  name: string,
  wrong: number,
  baseline?: string,
): Promise<EvaluationResult> =>
  evaluate({
    name,
    baseline,
    journal,
    disableTracing: true,
    dataset,
    function: ({ inputs }) => inputs.n,
    evaluators: [{ name: "exact", evaluate: (output) => output >= wrong }],
    aggregate: "sum",
  });

describe("toHaveNoRegression", () => {
  it("fails for what is worse beyond chance, and says over how many pairs", async () => {
    await using folder = await makeTemporaryDirectory();
    await run(folder.path, "before", 2);
    const worse = await run(folder.path, "worse", 12, "before");
    const { pass, message } = evaluationMatchers.toHaveNoRegression(worse);
    expect(pass).toBe(false);
    expect(message()).toBe(
      "Expected worse (30 cases) not to be worse than before on any metric:\n" +
        "  exact: 0.933 to 0.600 over 30 pairs, worse",
    );
    const alike = await run(folder.path, "alike", 3, "before");
    expect(evaluationMatchers.toHaveNoRegression(alike, "exact").pass).toBe(true);
    expect(evaluationMatchers.toHaveNoRegression(alike, "other").pass).toBe(false);
  });
});

describe("toScoreAtLeast", () => {
  it("asks for what the run aggregates by", async () => {
    await using folder = await makeTemporaryDirectory();
    const result = await run(folder.path, "sum", 2);
    const { pass, message } = evaluationMatchers.toScoreAtLeast(result, "exact", 28);
    expect([pass, message()]).toEqual([
      true,
      "Expected sum (30 cases) not to score at least 28 on exact, got 28.000 over 30 of 30",
    ]);
  });
});
