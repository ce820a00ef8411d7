import { readLowerIsBetter } from "@honeyhive/contract";
import { startCollector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import { evaluator } from "./evaluator.js";
import { renderHtml } from "../report/html/render-html.js";
import { renderJunit } from "../report/render-junit.js";
import { renderMarkdown } from "../report/render-markdown.js";
import { renderResult } from "../report/render.js";
import { compareRuns } from "../runs/compare-runs.js";
import { isGoodResult } from "../runs/is-good-result.js";
import type { CaseResult } from "../types/case-result.js";
import type { DatapointInput } from "../types/datapoint.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { Evaluator, EvaluatorFunction } from "../types/evaluator.js";

it("asserts fail a case, weights shape the score, and the run is scored as a whole", async () => {
  await using collector = await startCollector();
  const result = await evaluate({
    apiKey: "key",
    serverUrl: collector.url,
    journal: false,
    dataset: [{ inputs: { n: 0 } }, { inputs: { n: 1 } }],
    function: ({ inputs }) => inputs.n,
    evaluators: [
      evaluator((output: number) => output, {
        name: "value",
        weight: 3,
        asserts: true,
        target: 0.5,
      }),
      function one() {
        return 1;
      },
    ],
    runEvaluators: [
      function spread(cases) {
        return { least: 0, count: cases.length };
      },
      function broken(): number {
        throw new Error("no idea");
      },
      function endless() {
        return Infinity;
      },
    ],
  });
  expect(result.cases.map(({ outcome }) => outcome)).toEqual(["failed", "passed"]);
  expect(result.weightedScore).toBeCloseTo((3 * 0.5 + 1) / 4, 12);
  expect(result.runScores).toEqual([
    { name: "least", value: 0, error: undefined },
    { name: "count", value: 2, error: undefined },
    { name: "broken", value: null, error: "no idea" },
    { name: "endless", value: null, error: expect.stringContaining("`Infinity`") },
  ]);
  expect(renderResult(result)).toContain("broken failed: no idea");
  const weighted = "0.625 (value × 3, one × 1)";
  expect(renderResult(result)).toContain(`weighted score ${weighted}\n`);
  for (const report of [renderMarkdown(result), renderHtml([result])]) {
    expect(report).toContain(weighted);
  }
  expect(renderJunit([result])).toContain('name="weighted_score" value="0.625"');
  const end = collector.requests.findLast(({ method }) => method === "PUT");
  expect(end?.body).toMatchObject({
    results: { weighted_score: 0.625, weights: { value: 3, one: 1 } },
  });
});

describe("an answer to what must be true that is no yes or no", () => {
  const score = async (evaluator: Evaluator) => {
    const { cases } = await evaluate({
      disableTracing: true,
      journal: false,
      dataset: [{ inputs: {} }],
      function: () => "abc",
      evaluators: [evaluator],
    });
    return cases.map(({ outcome, scores }) => [outcome, scores["length"]]);
  };
  const settings = { name: "length", asserts: true, target: 5 } as const;
  const length = (output: unknown): number => String(output).length;

  // Files of evaluations run without a type check.
  it.each<[string, string, Evaluator]>([
    [
      "a promise",
      "`checker`",
      evaluator(length, { ...settings, checker: (async () => false) as never }),
    ],
    [
      "a promise that rejects",
      "`checker`",
      evaluator(length, { ...settings, checker: (() => Promise.reject(new Error("no"))) as never }),
    ],
    ["null", "`checker`", evaluator(length, { ...settings, checker: (() => null) as never })],
    ["a number", "`asserts`", { name: "length", evaluate: length, asserts: (() => 0) as never }],
    [
      "a promise of an object's",
      "`asserts`",
      { name: "length", evaluate: length, asserts: (async () => false) as never },
    ],
  ])("is an error of the evaluator: %s", async (_, setting, given) => {
    const message = expect.stringContaining(
      `Expected ${setting} of "length" to give true or false`,
    );
    expect(await score(given)).toEqual([["errored", { state: "error", message }]]);
  });
});

describe("evaluators of the run", () => {
  const run = (runEvaluators: EvaluateOptions<DatapointInput, unknown>["runEvaluators"]) =>
    evaluate({
      disableTracing: true,
      journal: false,
      dataset: [{ inputs: { n: 1 } }, { inputs: { n: 2 } }],
      function: () => 1,
      runEvaluators,
    });

  it("that fail make the run not good, and every report says so", async () => {
    const result = await run([
      function broken(): number {
        throw new Error("no idea");
      },
    ]);
    expect(isGoodResult(result)).toBe(false);
    expect(isGoodResult(await run([() => 1]))).toBe(true);
    expect(renderMarkdown(result)).toContain("### ❌");
    expect(renderJunit([result])).toMatch(
      /tests="3" failures="0" errors="1"[^]*broken failed: no idea/,
    );
    const gated = { ...result, gates: [{ metric: "a", hasPassed: true, message: "a is fine" }] };
    expect(renderResult(gated)).toContain("not good all the same: 1 score of the run failed");
  });

  it("may explain their score, as those of cases do", async () => {
    const { runScores } = await run([
      function share() {
        return { score: 0.5, explanation: "one of two" };
      },
      function bare() {
        return { score: true };
      },
      function group() {
        return { score: 0.7, spread: 0.1 };
      },
    ]);
    expect(runScores).toEqual([
      { name: "share", value: 0.5, error: undefined, explanation: "one of two" },
      { name: "bare", value: true, error: undefined },
      { name: "score", value: 0.7, error: undefined },
      { name: "spread", value: 0.1, error: undefined },
    ]);
  });

  it.each<[string, unknown]>([
    ["a map", new Map([["a", 1]])],
    ["a date", new Date(0)],
    ["an empty object", {}],
    ["a list", [1, 2]],
  ])("that give %s have failed: nothing is lost unseen", async (_, given) => {
    const { runScores } = await run([{ name: "odd", evaluate: () => given as never }]);
    expect(runScores).toEqual([
      { name: "odd", value: null, error: expect.stringContaining("Expected a finite number") },
    ]);
  });

  it("hide no score of another by its name", async () => {
    const { runScores } = await run([
      { name: "one", evaluate: () => ({ share: 1, other: 2 }) },
      { name: "two", evaluate: () => ({ share: 0 }) },
    ]);
    expect(runScores).toEqual([
      { name: "share", value: null, error: expect.stringContaining('called "share", got two') },
      { name: "other", value: 2, error: undefined },
    ]);
  });

  it("get a list of their own: what they do to it reaches neither the result nor each other", async () => {
    const { cases, runScores } = await run([
      (given) => (given as CaseResult[]).splice(0).length,
      (given) => given.length,
    ]);
    expect([cases.length, ...runScores.map(({ value }) => value)]).toEqual([2, 2, 2]);
  });
});

it("weighs each score of a group as its evaluator is weighed", async () => {
  const { weightedScore, weights } = await evaluate({
    disableTracing: true,
    journal: false,
    dataset: [{ inputs: {} }],
    function: () => 1,
    evaluators: [
      { name: "style", weight: 0, evaluate: () => ({ tone: 1, length: 1 }) },
      { name: "exact", evaluate: () => 0.25 },
    ],
  });
  expect(weightedScore).toBe(0.25);
  // Leaving out is no weighing: reports do not show the mean of what is left.
  expect(weights).toBeUndefined();
});

describe("an evaluator whose name begins with another's", () => {
  const run = (judge: EvaluatorFunction, tone: EvaluatorFunction) =>
    evaluate({
      disableTracing: true,
      journal: false,
      dataset: [{ inputs: {} }],
      function: () => 1,
      evaluators: [
        { name: "judge", weight: 1, evaluate: judge },
        {
          name: "judge.tone",
          weight: 3,
          asserts: (value) => Number(value) >= 0.9,
          evaluate: tone,
        },
        { name: "judge.tone.length", lowerIsBetter: true, evaluate: () => ({ words: 80 }) },
      ],
    });

  it("gives its own scores its weight, its target and its direction", async () => {
    const result = await run(
      () => null,
      () => ({ warm: 1, kind: 1 }),
    );
    expect(result.metrics.map(({ name }) => name)).toEqual([
      "judge",
      "judge.tone.warm",
      "judge.tone.kind",
      "judge.tone.length.words",
    ]);
    expect([result.weightedScore, result.weights]).toEqual([
      1,
      { "judge.tone.warm": 3, "judge.tone.kind": 3 },
    ]);
    const slower = { ...result, cases: result.cases.map(withScore("judge.tone.length.words", 90)) };
    const { metrics } = compareRuns(slower, result);
    expect(metrics.find(({ name }) => name === "judge.tone.length.words")).toMatchObject({
      degraded: [result.cases[0]?.datapointId],
    });
    const lower = readLowerIsBetter({ evaluators: ["t", "t.u"], lower_is_better: ["t"] });
    expect(["t.a", "t.u", "t.u.v"].map(lower)).toEqual([true, false, false]);
  });

  it("is judged by no score of the other: that one is an error", async () => {
    const result = await run(
      () => ({ tone: 0.5, "tone.warm": 1, wit: 1 }),
      () => ({ kind: 1 }),
    );
    expect(result.cases[0]).toMatchObject({
      outcome: "errored",
      scores: {
        "judge.wit": { state: "scored", value: 1 },
        "judge.tone": {
          state: "error",
          message:
            'Expected a name of its own for the score "judge.tone", got one of the evaluator "judge.tone". Rename one of them.',
        },
        "judge.tone.warm": { state: "error" },
        "judge.tone.kind": { state: "scored", value: 1 },
      },
    });
  });
});

it("gives scores of any size a mean, in the same digits as JSON", async () => {
  const { metrics, weightedScore } = await evaluate({
    disableTracing: true,
    journal: false,
    dataset: [{ inputs: { n: 1 } }, { inputs: { n: 2 } }],
    function: () => 1,
    evaluators: [
      { name: "large", weight: 3, evaluate: () => 1e308 },
      { name: "larger", weight: 1, evaluate: () => 1.6e308 },
    ],
  });
  expect([metrics[0]?.mean, metrics[1]?.mean, weightedScore]).toEqual([1e308, 1.6e308, 1.15e308]);
});

it("takes scorers of autoevals as they are, and with settings", async () => {
  // As `makePartial` of that package builds them.
  const scorer = Object.assign(
    async ({ output, expected }: { output: unknown; expected: unknown }) => ({
      name: "Same",
      score: Number(output === expected),
      metadata: { rationale: `${String(output)} for ${String(expected)}` },
    }),
    { partial: () => undefined },
  );
  Object.defineProperty(scorer, "name", { value: "Same" });
  const { cases, weights } = await evaluate({
    disableTracing: true,
    journal: false,
    dataset: [{ inputs: {}, groundTruth: "a" }],
    function: () => "a",
    evaluators: [
      scorer,
      evaluator(scorer, { name: "twice", weight: 2, repeat: 2, transform: (score) => score / 2 }),
    ],
  });
  expect(cases[0]?.scores).toEqual({
    Same: { state: "scored", value: 1, explanation: "a for a" },
    twice: { state: "scored", value: 0.5, explanation: "a for a\na for a" },
  });
  expect(weights).toEqual({ Same: 1, twice: 2 });
});

it("metrics of which less is better have no share in the weighted score, and are given none", async () => {
  const mistakes = { name: "mistakes", evaluate: () => 40, lowerIsBetter: true };
  const right = { name: "right", evaluate: () => 0.5, weight: 2 };
  const run = (evaluators: readonly Evaluator[]) =>
    evaluate({
      dataset: [{ inputs: {} }],
      function: () => 1,
      evaluators,
      journal: false,
      disableTracing: true,
    });
  const { weightedScore, weights } = await run([
    mistakes,
    evaluator(() => 30, { name: "slips", lowerIsBetter: true }),
    right,
  ]);
  expect([weightedScore, weights]).toEqual([0.5, { right: 2 }]);
  const refused =
    /better the more it is, got mistakes, of which less is better, with 1\. Omit the weight/;
  expect(() => evaluator(mistakes, { weight: 1 })).toThrow(refused);
  await expect(run([{ ...mistakes, weight: 1 }])).rejects.toThrow(refused);
  const turned = evaluator(mistakes, {
    weight: 1,
    lowerIsBetter: false,
    transform: (count) => 1 / count,
  });
  expect((await run([turned])).weightedScore).toBe(0.025);
});

function withScore(name: string, value: number) {
  return (result: CaseResult): CaseResult => ({
    ...result,
    scores: { ...result.scores, [name]: { state: "scored", value } },
  });
}
