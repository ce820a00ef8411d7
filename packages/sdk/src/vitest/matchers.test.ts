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
    const renamed = await evaluate({
      name: "renamed",
      baseline: "before",
      journal: folder.path,
      disableTracing: true,
      dataset,
      function: () => 1,
      evaluators: [{ name: "precise", evaluate: () => 1 }],
    });
    expect(evaluationMatchers.toHaveNoRegression(renamed).pass).toBe(false);
    expect(evaluationMatchers.toHaveNoRegression(renamed, "exact").pass).toBe(false);
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

  it("asks for no more than what reads the same, and for scores of the run", async () => {
    const result = await evaluate({
      disableTracing: true,
      journal: false,
      dataset: dataset.slice(0, 10),
      function: () => 1,
      evaluators: [{ name: "hundredth", evaluate: () => 0.01 }],
      runEvaluators: [{ name: "f1", evaluate: () => 0.7 }],
    });
    const judge = (name: string, min: number) =>
      evaluationMatchers.toScoreAtLeast(result, name, min);
    expect(result.metrics[0]?.mean).toBeLessThan(0.01);
    expect(judge("hundredth", 0.01).pass).toBe(true);
    expect(judge("f1", 0.7).pass).toBe(true);
    const { pass, message } = judge("f1", 0.8);
    expect([pass, message()]).toEqual([
      false,
      expect.stringContaining("to score at least 0.8 on f1, got 0.700"),
    ]);
  });
});

describe("a name that a metric and a score of the run have", () => {
  it("fails, and says what to rename", async () => {
    const result = await evaluate({
      disableTracing: true,
      journal: false,
      dataset: dataset.slice(0, 1),
      function: () => 1,
      evaluators: [{ name: "f1", evaluate: () => 1 }],
      runEvaluators: [{ name: "f1", evaluate: () => 1 }],
    });
    const { pass, message } = evaluationMatchers.toScoreAtLeast(result, "f1", 0.5);
    expect([pass, message()]).toEqual([
      false,
      expect.stringContaining(
        "on f1, but a metric (1.000) and a score of the run (1) have that name. Rename the evaluator of one of them",
      ),
    ]);
    const regression = evaluationMatchers.toHaveNoRegression(result, "f1");
    expect([regression.pass, regression.message()]).toEqual([
      false,
      expect.stringContaining("worse on f1, but a metric (1.000) and a score of the run (1)"),
    ]);
  });
});

describe("toHaveNoErrors", () => {
  it("fails for an evaluator of the run that has failed", async () => {
    const result = await evaluate({
      disableTracing: true,
      journal: false,
      dataset: dataset.slice(0, 1),
      function: () => 1,
      runEvaluators: [{ name: "f1", evaluate: () => Promise.reject(new Error("no labels")) }],
    });
    const { pass, message } = evaluationMatchers.toHaveNoErrors(result);
    expect([pass, message()]).toEqual([false, expect.stringContaining("f1 failed: no labels")]);
  });
});

it("counts one case as one, and trials as trials", async () => {
  const once = await evaluate({
    name: "once",
    journal: false,
    disableTracing: true,
    dataset: dataset.slice(0, 1),
    function: () => 1,
  });
  expect(evaluationMatchers.toHaveNoErrors(once).message()).toBe(
    "Expected once (1 case) not to have no errors, got 0 in 1 case, run completed",
  );
  const twice = await evaluate({
    name: "twice",
    journal: false,
    disableTracing: true,
    dataset: dataset.slice(0, 2),
    function: () => 1,
    trials: 3,
  });
  expect(evaluationMatchers.toPassGates(twice).message()).toBe(
    "Expected twice (2 cases × 3 trials) to pass its gates, but it has none: pass `gates`",
  );
});
