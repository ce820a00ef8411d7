import { startModelServer } from "@honeyhive/testing";
import {
  ClosedQA,
  ExactMatch,
  Factuality,
  JSONDiff,
  Levenshtein,
  NumericDiff,
  init,
} from "autoevals";
import { evaluate, fromAutoevals } from "honeyhive";
import OpenAI from "openai";
import { expect, test } from "vitest";

const options = { disableTracing: true, journal: false } as const;

function useModel(baseURL: string, apiKey: string): void {
  const client = new OpenAI({ apiKey, baseURL, maxRetries: 0 });
  // One class with two declarations: autoevals sees the one for `require()`, this file the one for `import`.
  init({ client: client as never, defaultModel: "extract-large" });
}

test("scorers that compute are evaluators as they are", async () => {
  const { cases, metrics, outcomes } = await evaluate({
    ...options,
    dataset: [
      { inputs: { as: "text" }, groundTruth: "kitten" },
      { inputs: { as: "number" }, groundTruth: 10 },
      { inputs: { as: "object" }, groundTruth: { a: 1, b: "x" } },
      { inputs: { as: "nothing" } },
    ],
    function: ({ inputs }) => {
      if (inputs.as === "number") return 5;
      return inputs.as === "object" ? { a: 1, b: "y" } : "sitting";
    },
    evaluators: [Levenshtein, ExactMatch, JSONDiff, NumericDiff],
  });
  expect(metrics.map(({ name }) => name)).toEqual([
    "Levenshtein",
    "ExactMatch",
    "JSONDiff",
    "NumericDiff",
  ]);
  expect(cases[0]?.scores["Levenshtein"]).toEqual({ state: "scored", value: 1 - 3 / 7 });
  expect(cases[0]?.scores["ExactMatch"]).toEqual({ state: "scored", value: 0 });
  expect(cases[1]?.scores["NumericDiff"]).toEqual({ state: "scored", value: 1 - 5 / 15 });
  expect(cases[2]?.scores["Levenshtein"]).toEqual({ state: "scored", value: 1 - 1 / 15 });
  expect(cases[2]?.scores["JSONDiff"]).toMatchObject({ state: "scored", value: 0.5 });
  // What a scorer refuses is an error of the scorer, not a score.
  expect(cases[3]?.scores["Levenshtein"]).toMatchObject({
    state: "error",
    message: expect.stringContaining("requires an expected value"),
  });
  expect(outcomes).toMatchObject({ passed: 1, errored: 3 });
});

test("scorers that ask a model are evaluators as they are, with their reasons", async () => {
  await using server = await startModelServer({ latency: 0 });
  useModel(server.baseUrl, server.apiKey);
  const answers: Record<string, string> = {
    "Which licence has the parser?": "The parser has the MIT licence.",
    "Which licence has the printer?": "The printer has the Apache licence.",
  };
  const { cases, outcomes } = await evaluate({
    ...options,
    dataset: Object.keys(answers).map((question) => ({
      inputs: { question },
      groundTruth: "The parser has the MIT licence.",
    })),
    function: ({ inputs }) => answers[inputs.question] ?? "",
    evaluators: [
      Factuality,
      fromAutoevals(ClosedQA.partial({ criteria: "Is it polite?", model: "extract-small" })),
    ],
  });
  expect(outcomes).toMatchObject({ passed: 2 });
  expect(cases.map(({ scores }) => scores["Factuality"])).toEqual([
    { state: "scored", value: 1, explanation: "Submission lacks nothing and adds nothing." },
    {
      state: "scored",
      value: 0,
      explanation: "Submission lacks parser, mit and adds printer, apach.",
    },
  ]);
  expect(cases[0]?.scores["ClosedQA"]).toMatchObject({ state: "scored", value: 0 });
});

test("a scorer whose model refuses leaves an error, and the case's other scores", async () => {
  await using server = await startModelServer({ latency: 0 });
  useModel(server.baseUrl, "sk-wrong");
  const { cases } = await evaluate({
    ...options,
    dataset: [{ inputs: { question: "?" }, groundTruth: "a" }],
    function: () => "a",
    evaluators: [Factuality, Levenshtein],
  });
  expect(cases[0]).toMatchObject({
    outcome: "errored",
    scores: {
      Factuality: { state: "error", message: expect.stringContaining("Incorrect API key") },
      Levenshtein: { state: "scored", value: 1 },
    },
  });
});
