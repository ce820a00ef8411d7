import { describe, expectTypeOf, it } from "vitest";

import { evaluate } from "../evaluate.js";
import { defineEvaluation } from "../define-evaluation.js";
import { evaluator } from "../scoring/evaluator.js";
import type { EvaluatorObject } from "../types/evaluator.js";
import { classification } from "./classification.js";
import { contains } from "./contains.js";
import { embeddingSimilarity } from "./embedding-similarity.js";
import { exactMatch } from "./exact-match.js";
import { jsonSchema } from "./json-schema.js";
import { levenshtein } from "./levenshtein.js";
import { llmJudge } from "./llm-judge.js";
import { numericTolerance } from "./numeric-tolerance.js";
import { pairwise } from "./pairwise.js";
import { regex } from "./regex.js";
import { tokenOverlap } from "./token-overlap.js";
import { toolCalls } from "./tool-calls.js";

interface Answer {
  readonly text: string;
  readonly calls: readonly { readonly name: string }[];
}
interface Truth {
  readonly wanted: string;
  readonly tools: readonly string[];
}
const dataset = [{ inputs: { q: "a" }, groundTruth: { wanted: "A", tools: ["search"] } }];
const answer = async (q: string): Promise<Answer> => ({ text: q, calls: [] });
const text = {
  actual: (output: Answer) => output.text,
  expected: (truth: Truth) => truth.wanted,
};
const complete = (): Promise<string> => Promise.resolve("yes");

describe("actual and expected", () => {
  it("take the types of outputs and ground truth", () => {
    const evaluation = {
      dataset,
      function: ({ inputs }: { inputs: { q: string } }) => answer(inputs.q),
      evaluators: [
        exactMatch(text),
        contains(text),
        levenshtein(text),
        numericTolerance(text),
        tokenOverlap(text),
        embeddingSimilarity({ ...text, embed: async () => [] }),
        llmJudge({ ...text, rubric: "?", complete }),
        pairwise({ ...text, rubric: "?", complete }),
        regex(/a/, { actual: (output: Answer) => output.text }),
        jsonSchema({ schema: Object.assign(() => true), actual: (output: Answer) => output.calls }),
        toolCalls({
          actual: (output: Answer) => output.calls,
          expected: ({ tools }: Truth) => tools,
        }),
        evaluator(exactMatch(text), { weight: 2 }),
        exactMatch(),
      ],
      runEvaluators: [classification(text), classification()],
    };
    void evaluate(evaluation);
    defineEvaluation(evaluation);
    expectTypeOf(exactMatch()).toExtend<EvaluatorObject>();
  });

  it("do not take those of others", () => {
    void evaluate({
      dataset,
      // @ts-expect-error -- outputs have no such property
      function: ({ inputs }) => answer(inputs.q),
      evaluators: [exactMatch({ actual: (output: { words: string }) => output.words })],
    });
    void evaluate({
      dataset,
      function: ({ inputs }) => answer(inputs.q),
      // @ts-expect-error -- the ground truth has no such property
      evaluators: [exactMatch({ expected: (truth: { answer: string }) => truth.answer })],
    });
  });
});
