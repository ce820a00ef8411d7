import { expect, expectTypeOf, test } from "vitest";

import type { EvaluationResult } from "../index.js";
import { evalTest } from "./index.js";

declare const run: EvaluationResult;

test("matchers are known to expect()", () => {
  expectTypeOf(expect(run).toPassGates).toBeFunction();
  expectTypeOf(expect(run).not.toScoreAtLeast).parameters.toEqualTypeOf<[string, number]>();
  // @ts-expect-error -- the smallest mean is a number
  expect(run).toScoreAtLeast("exact", "0.9");
});

test("rows and outputs are inferred", () => {
  evalTest("typed", {
    dataset: [{ inputs: { question: "?" }, groundTruth: 4 }],
    function: ({ inputs, groundTruth }) => {
      expectTypeOf(inputs.question).toBeString();
      return groundTruth;
    },
    evaluators: [
      (outputs, _inputs, groundTruth) => {
        expectTypeOf(outputs).toEqualTypeOf<number>();
        return outputs === groundTruth;
      },
    ],
  });
});
