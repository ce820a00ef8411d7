import { describe, expect, it } from "vitest";

import { evaluator } from "../scoring/evaluator.js";
import type { EvaluatorContext, EvaluatorObject, Score } from "../types/evaluator.js";
import { contains } from "./contains.js";
import { cost } from "./cost.js";
import { embeddingSimilarity } from "./embedding-similarity.js";
import { exactMatch } from "./exact-match.js";
import { jsonSchema } from "./json-schema.js";
import { latency } from "./latency.js";
import { levenshtein } from "./levenshtein.js";
import { llmJudge, type JudgeAnswer, type JudgeMessage } from "./llm-judge.js";
import { numericTolerance } from "./numeric-tolerance.js";
import { pairwise } from "./pairwise.js";
import { regex } from "./regex.js";
import { toolCalls } from "./tool-calls.js";
import { tokenOverlap } from "./token-overlap.js";

const context: EvaluatorContext = {
  datapointId: "d",
  metadata: {},
  trial: 0,
  durationMs: 120,
  cost: 0.5,
  usage: undefined,
  addCost: () => undefined,
  events: () => [],
  cachedCalls: 0,
  signal: new AbortController().signal,
};

const score = async (one: EvaluatorObject, outputs: unknown, truth?: unknown): Promise<unknown> => {
  const returned: Score = await one.evaluate(outputs, {}, truth, context);
  return typeof returned === "object" && returned !== null ? returned.score : returned;
};

function endless(): object {
  const value: { self?: object } = {};
  value.self = value;
  return value;
}

describe("comparisons", () => {
  it.each<[string, EvaluatorObject, unknown, unknown, unknown]>([
    ["equal in depth", exactMatch(), { a: [1] }, { a: [1] }, true],
    ["of another type", exactMatch(), "1", 1, false],
    [
      "equal but for nothing",
      exactMatch(),
      { a: [{ b: undefined }], c: -0 },
      { a: [{}], c: 0 },
      true,
    ],
    ["missing something", exactMatch(), { a: undefined }, { a: null }, false],
    ["of another kind", exactMatch(), new Map([[1, 2]]), {}, false],
    ["without an end", exactMatch(), endless(), { self: {} }, false],
    ["equal but for case", exactMatch({ ignoreCase: true }), " Yes", "yes", true],
    ["without a truth", exactMatch(), 1, undefined, null],
    ["containing all", contains(), "a b c", ["a", "c"], true],
    ["containing some", contains(), "a b c", ["a", "d"], false],
    ["containing nothing at all", contains(), "a b c", [], null],
    ["containing an empty cell", contains(), "a b c", "", null],
    ["near", numericTolerance({ absolute: 0.1 }), "1.05", 1, true],
    ["near but for rounding", numericTolerance({ absolute: 0.1 }), 1.1, 1, true],
    ["a large integer", numericTolerance({ absolute: 2 }), 10n, 12, true],
    ["far", numericTolerance({ relative: 0.01 }), 103, 100, false],
    ["no number", numericTolerance(), "many", 1, false],
    ["similar", levenshtein(), "kitten", "sitting", 1 - 3 / 7],
    ["both empty", levenshtein(), "", "", 1],
    ["of shared words", tokenOverlap(), "the cat sat", "a cat sat", 2 / 3],
    ["of a subsequence", tokenOverlap({ method: "rouge-l" }), "a b c d", "a c b d", 3 / 4],
    ["the same sentence", tokenOverlap({ method: "bleu" }), "a b c d e", "a b c d e", 1],
    ["nothing shared", tokenOverlap({ method: "bleu" }), "x y", "a b", 0],
  ])("scores what is %s", async (_, one, outputs, truth, expected) => {
    const given = await score(one, outputs, truth);
    if (typeof expected === "number") expect(given).toBeCloseTo(expected, 12);
    else expect(given).toBe(expected);
  });

  it("say which part was no text", async () => {
    await expect(score(contains(), { text: "a" }, "a")).rejects.toThrow(
      "Expected the output to be text",
    );
    await expect(score(contains(), null, "a")).rejects.toThrow("to be text, got `null`. Pass");
    await expect(score(contains(), "a", 1)).rejects.toThrow(
      "Expected the ground truth to be text, got `1` (number). Pass",
    );
    expect(await score(contains({ actual: (o) => (o as { t: string }).t }), { t: "ab" }, "a")).toBe(
      true,
    );
  });
});

describe("checks of the output alone", () => {
  it("match patterns, also global ones twice", async () => {
    const digits = regex(/\d+/g);
    expect([await score(digits, "a1"), await score(digits, "a1")]).toEqual([true, true]);
  });

  it("take compiled and standard schemas, and JSON as text", async () => {
    const compiled = Object.assign((value: unknown) => Array.isArray(value), {
      errors: [{ message: "must be array" }],
    });
    expect(await score(jsonSchema({ schema: compiled }), "[1]")).toBe(true);
    expect(await score(jsonSchema({ schema: compiled }), "[1")).toBe(false);
    const standard = { "~standard": { validate: () => ({ issues: [{ message: "no" }] }) } };
    expect(await jsonSchema({ schema: standard }).evaluate(1, {}, undefined, context)).toEqual({
      score: false,
      explanation: "no",
    });
  });

  it("refuse validators that answer neither yes nor no: every object is as good as true", async () => {
    const safeParse = (): never => ({ success: false }) as never;
    await expect(score(jsonSchema({ schema: safeParse }), 1)).rejects.toThrow(
      "to answer true or false, got an object",
    );
    const later = async (): Promise<boolean> => false;
    expect(await score(jsonSchema({ schema: later as never }), 1)).toBe(false);
  });

  it("know time and money", async () => {
    expect(await score(latency(), 1)).toBe(120);
    expect(await score(latency({ maxMs: 100 }), 1)).toBe(false);
    expect(await score(cost({ maxUsd: 1 }), 1)).toBe(true);
    const unknown = await cost().evaluate(1, {}, undefined, { ...context, cost: undefined });
    expect(unknown).toMatchObject({ score: null });
  });
});

it("jsonSchema says at once that a JSON Schema has to be compiled", () => {
  expect(() => jsonSchema({ schema: { type: "object" } as never })).toThrow(
    "got an object. Compile a JSON Schema: `new Ajv().compile(schema)`.",
  );
});

describe("models", () => {
  it("judge by a rubric, and explain themselves", async () => {
    const asked: (readonly JudgeMessage[])[] = [];
    const judge = llmJudge({
      rubric: "Is it polite?",
      complete: async ({ messages }) => {
        asked.push(messages);
        return { choices: [{ message: { content: "It greets.\n**Yes**." } }] };
      },
    });
    expect(await judge.evaluate("hello", { q: "hi" }, undefined, context)).toEqual({
      score: true,
      explanation: "It greets.",
    });
    expect(asked[0]?.[0]?.content).toContain("Is it polite?");
    expect(asked[0]?.[1]?.content).toContain("<output>\nhello\n</output>");
    expect(asked[0]?.[1]?.content).not.toContain("expected");
  });

  it("that answer something else are errors; n/a is not", async () => {
    const judge = (answer: string): EvaluatorObject =>
      llmJudge({ rubric: "?", choices: { good: 1, "n/a": null }, complete: async () => answer });
    await expect(score(judge("maybe"), "x")).rejects.toThrow(
      'Expected the judge to end with good, n/a, got "maybe"',
    );
    expect(await score(judge("unclear\nN/A"), "x")).toBeNull();
  });

  it("may answer in parts", async () => {
    const content = [{ type: "thinking", thinking: [] }, { text: "It greets.\n" }, { text: "yes" }];
    const judge = llmJudge({
      rubric: "?",
      complete: async () => ({ choices: [{ message: { content } }] }),
    });
    expect(await score(judge, "x")).toBe(true);
  });

  it.each<[string, JudgeAnswer]>([
    ["the AI SDK", { text: "It greets.\nyes" }],
    ["OpenAI's responses", { output_text: "It greets.\nyes" }],
    ["Anthropic", { content: [{ type: "text", text: "It greets.\nyes" } as object] }],
  ])("reads a judge's answer of %s", async (_, answer) => {
    const judge = llmJudge({ rubric: "Does it greet?", complete: async () => answer });
    expect(await judge.evaluate("hi", {}, undefined, context)).toEqual({
      score: true,
      explanation: "It greets.",
    });
  });

  it("need choices that can be told apart", () => {
    const complete = async (): Promise<string> => "*";
    for (const choices of [{ "*": 1, "**": 2 }, { Yes: 1, "yes.": 0 }, {}]) {
      expect(() => llmJudge({ rubric: "?", complete, choices })).toThrow("Expected `choices` of");
    }
  });

  it("see what is no JSON as traces show it", async () => {
    let asked = "";
    const complete = async ({
      messages,
    }: {
      messages: readonly JudgeMessage[];
    }): Promise<string> => {
      asked = messages[1]?.content ?? "";
      return "yes";
    };
    const judge = llmJudge({ rubric: "?", complete });
    expect(await score(judge, new Map([["n", 10n]]))).toBe(true);
    expect(asked.replace(/\s/g, "")).toContain('<output>[["n","10"]]</output>');
  });

  it("say what came instead of an answer", async () => {
    const refused = { error: { message: "Incorrect API key provided" } };
    // As from a `fetch` whose status nobody looks at.
    const complete = async (): Promise<string> => refused as unknown as string;
    await expect(score(llmJudge({ rubric: "?", complete }), "x")).rejects.toThrow(
      /Expected `complete` to give the judge's text.* got .*Incorrect API key.* server refused/,
    );
  });

  it("that prefer a position tie", async () => {
    const always = pairwise({ rubric: "?", complete: async () => "first" });
    expect(await score(always, "a", "b")).toBe(0.5);
    const better = pairwise({
      rubric: "?",
      complete: async ({ messages }) =>
        messages[1]?.content.includes("<first>\na") ? "first" : "second",
    });
    expect(await score(better, "a", "b")).toBe(1);
  });

  it("that are asked twice have both answers before one of them is an error", async () => {
    const answered: string[] = [];
    const judge = pairwise({
      rubric: "?",
      complete: async ({ messages }) => {
        const isForward = messages[1]?.content.includes("<first>\na") === true;
        if (!isForward) await new Promise((resolve) => setImmediate(resolve));
        answered.push(isForward ? "forward" : "backward");
        return isForward ? "neither" : "first";
      },
    });
    await expect(score(judge, "a", "b")).rejects.toThrow("neither");
    expect(answered).toEqual(["forward", "backward"]);
  });

  it("embed texts", async () => {
    const vectors: Record<string, number[]> = { a: [1, 0], b: [1, 1], z: [0, 0] };
    const similar = embeddingSimilarity({
      embed: async (texts) => texts.map((text) => vectors[text] ?? []),
    });
    expect(await score(similar, "a", "b")).toBeCloseTo(Math.SQRT1_2, 12);
    expect(await score(similar, "a", "z")).toBeNull();
    const giving = (given: unknown): Promise<unknown> =>
      score(embeddingSimilarity({ embed: async () => given as never }), "a", "b");
    expect(await giving([[0.1, 0.7, 0.9], new Float64Array([0.1, 0.7, 0.9])])).toBeLessThanOrEqual(
      1,
    );
    expect(await giving([new Int8Array([3, 4]), new Float32Array([6, 8])])).toBe(1);
    for (const [given, said] of [
      [[[1], [1, 0]], "of the same length, got one of 1 and one of 2."],
      [[[1], []], "got one of 1 and an array of 0."],
      [[0.5, 0.5], "got an array of 2."],
      [{ data: [] }, "got an object."],
      [undefined, "got `undefined`."],
    ] as const) {
      await expect(giving(given)).rejects.toThrow(said);
    }
  });
});

it.each([
  [() => tokenOverlap({ method: "rouge" as never }), "f1, rouge-l, bleu"],
  [() => toolCalls({ match: "exact" as never }), "in-order, any-order, subset"],
])("refuses what an option does not have: %s", (make, choices) => {
  expect(make).toThrow(expect.objectContaining({ code: "INVALID_EVALUATOR" }));
  expect(make).toThrow(`to be ${choices}, got \`"`);
});

describe("evaluator", () => {
  it("asserts a mean that rounding has made smaller than each of its values", async () => {
    const settings = { repeat: 10, asserts: true, target: 0.01 };
    const steady = evaluator(function steady() {
      return 0.01;
    }, settings);
    const value = await score(steady, "x");
    expect(value).toBeLessThan(0.01);
    expect(steady.asserts?.(value as number)).toBe(true);
    expect(steady.asserts?.(0.0099)).toBe(false);
  });

  it("repeats, transforms and aggregates what could be scored", async () => {
    const returned = [1, null, 3, { score: 8, explanation: "high" }];
    let index = 0;
    const one = evaluator(() => returned[index++], {
      name: "n",
      repeat: 4,
      transform: (value) => Number(value) * 2,
      aggregate: "median",
    });
    expect(await one.evaluate(0, {}, 0, context)).toEqual({ score: 6, explanation: "high" });
  });

  it("says what was expected of a value that misses its target", async () => {
    const settings = { name: "n", asserts: true } as const;
    const explain = (one: EvaluatorObject): unknown => one.evaluate(1, {}, 0, context);
    const scored = (): Score => ({ score: 0.1, explanation: "dull" });
    expect(await explain(evaluator(scored, { ...settings, target: 0.5 }))).toEqual({
      score: 0.1,
      explanation: "expected at least 0.5\ndull",
    });
    const slow = evaluator(() => 9, { ...settings, target: 5, lowerIsBetter: true });
    expect(await explain(slow)).toEqual({ score: 9, explanation: "expected at most 5" });
    const label = evaluator(() => "no", { ...settings, target: "yes" as string | true });
    expect(await explain(label)).toEqual({ score: "no", explanation: 'expected "yes"' });
    expect(await explain(evaluator(() => 0.5, { ...settings, target: 0.5 }))).toEqual({
      score: 0.5,
    });
  });

  it("hides no value that is none behind the others", async () => {
    let index = 0;
    const settings = { name: "n", repeat: 3, aggregate: "median" } as const;
    const one = evaluator(() => [0.5, NaN, 1][index++] ?? 0, settings);
    await expect(score(one, 0)).rejects.toThrow("Expected a number, boolean, string");
    const transform = (value: number): number => (value < 0 ? (null as never) : value);
    const some = evaluator(() => [-1, 0.5, 0.7][index++ % 3] ?? 0, { ...settings, transform });
    expect(await score(some, 0)).toBeCloseTo(0.6);
  });

  it("takes the most frequent of several texts, and the mean of booleans", async () => {
    const each = (values: readonly Score[]): EvaluatorObject => {
      let index = 0;
      return evaluator(() => values[index++], { name: "n", repeat: values.length });
    };
    expect(await score(each(["a", "b", "b"]), 0)).toBe("b");
    expect(await score(each([true, false]), 0)).toBe(0.5);
    expect(await score(each([null, null]), 0)).toBeNull();
  });

  it("keeps classes working, and asserts by target and checker", () => {
    class Judge {
      readonly name = "judge";
      private readonly value = 0.7;
      evaluate = (): number => this.value;
    }
    const one = evaluator(new Judge(), { asserts: true, target: 0.8 });
    expect([one.name, one.asserts?.(0.7), one.asserts?.(0.9)]).toEqual(["judge", false, true]);
    const low = evaluator(new Judge(), { asserts: true, checker: (value) => Number(value) < 1 });
    expect(low.asserts?.(0.7)).toBe(true);
    expect(evaluator(new Judge()).asserts).toBeUndefined();
  });

  it("keeps what an evaluator says of itself, and asserts at most where less is better", () => {
    const quick = evaluator(latency(), { asserts: true, target: 500 });
    expect([quick.asserts?.(400), quick.asserts?.(600)]).toEqual([true, false]);
    expect(quick).toMatchObject({ weight: 0, lowerIsBetter: true });
    expect(evaluator(latency(), { weight: 2, lowerIsBetter: false })).toMatchObject({
      weight: 2,
      lowerIsBetter: false,
    });
  });

  it.each([
    ["llmJudge", "complete", () => llmJudge({ rubric: "?" } as never)],
    ["pairwise", "complete", () => pairwise({ rubric: "?", complete: "gpt" } as never)],
    ["embeddingSimilarity", "embed", () => embeddingSimilarity({} as never)],
  ])("says before any case that %s needs `%s`", (name, option, make) => {
    expect(make).toThrow(`Expected \`${option}\` of ${name}() to be a function, got `);
  });

  it.each([{ repeat: 0 }, { weight: -1 }, { name: "" }, { target: 0.5 }, { checker: () => true }])(
    "refuses %j",
    (settings) => {
      expect(() => evaluator(() => 1, settings)).toThrow("Correct the evaluator's settings");
    },
  );
});
