import { expect, it } from "vitest";

import type { CaseResult } from "../types/case-result.js";
import { classification } from "./classification.js";

it("gives precision, recall and F1 of each label", async () => {
  const pairs = [
    ["cat", "cat"],
    ["cat", "dog"],
    ["dog", "dog"],
    ["bird", "dog"],
  ];
  const cases = pairs.map(([outputs, groundTruth], index) => ({
    datapointId: `d${index}`,
    outputs,
    groundTruth,
    outcome: "passed",
    scores: {},
  }));
  // The evaluator reads these five properties.
  const values = await classification({ name: "c" }).evaluate(cases as unknown as CaseResult[]);
  expect(values).toMatchObject({
    "c.accuracy": 0.5,
    "c.cat.precision": 0.5,
    "c.cat.recall": 1,
    "c.dog.precision": 1,
    "c.dog.recall": 1 / 3,
    "c.dog.f1": 0.5,
    "c.bird.f1": 0,
  });
  expect(values).not.toHaveProperty("c.bird.recall");
});

it("counts a case once, however many of its trials gave an output", async () => {
  const trials = [
    ["steady", "cat", "cat"],
    ["steady", "cat", "cat"],
    ["steady", "cat", "cat"],
    ["broken", "dog", "cat"],
    ["mixed", "dog", "dog"],
    ["mixed", "cat", "dog"],
  ].map(([datapointId, outputs, groundTruth]) => ({
    datapointId,
    outputs,
    groundTruth,
    outcome: "passed",
    scores: {},
  }));
  const errored = { datapointId: "broken", groundTruth: "cat", outcome: "errored", scores: {} };
  const cases = [...trials, errored, errored];
  // The evaluator reads these five properties.
  const values = await classification({ name: "c" }).evaluate(cases as unknown as CaseResult[]);
  // Of three cases one is right, one wrong, and one half right.
  expect(values).toEqual({
    "c.counted": 6,
    "c.total": 8,
    "c.accuracy": 0.5,
    "c.macro_f1": (4 / 7 + 2 / 5) / 2,
    "c.cat.precision": 1 / 1.5,
    "c.cat.recall": 0.5,
    "c.cat.f1": 4 / 7,
    "c.dog.precision": 0.5 / 1.5,
    "c.dog.recall": 0.5,
    "c.dog.f1": 0.4,
  });
});

it("takes no label for one that is not there", async () => {
  const truth = [
    ["cat", { label: "cat" }],
    [undefined, { label: "cat" }],
    ["dog", {}],
  ].map(([outputs, groundTruth], index) => ({
    datapointId: `d${index}`,
    outputs,
    groundTruth,
    outcome: "passed",
    scores: {},
  }));
  const labels = classification({
    name: "c",
    expected: (groundTruth) => (groundTruth as { label?: string }).label,
  });
  // The evaluator reads these four properties.
  expect(await labels.evaluate(truth as unknown as CaseResult[])).toEqual({
    "c.counted": 2,
    "c.total": 3,
    "c.accuracy": 0.5,
    "c.macro_f1": 2 / 3,
    "c.cat.precision": 1,
    "c.cat.recall": 0.5,
    "c.cat.f1": 2 / 3,
  });
});

it("counts cases whose output could not be scored by another, and refuses what is no label", async () => {
  const evaluate = (cases: readonly object[]): unknown =>
    // The evaluator reads these four properties.
    classification({ name: "c" }).evaluate(cases as unknown as CaseResult[]);
  const errored = { outcome: "errored", outputs: "cat", groundTruth: "dog" };
  const hasOutput = { ...errored, scores: { other: { state: "error", message: "no" } } };
  expect(await evaluate([hasOutput, { ...errored, scores: {} }])).toMatchObject({
    "c.accuracy": 0,
    "c.dog.recall": 0,
  });
  const labels = { outputs: { label: "cat" }, groundTruth: { label: "dog" } };
  expect(() => evaluate([{ outcome: "passed", scores: {}, ...labels }])).toThrow(
    "Expected labels to be text, numbers or booleans, got an object. Pass `actual` and `expected`",
  );
});

it("says where it belongs when it is called with an output", () => {
  expect(() => classification().evaluate("cat" as never)).toThrow(
    'got `"cat"` (string). List it in `runEvaluators`, not in `evaluators`.',
  );
});
