import { expect, it } from "vitest";

import type { EvaluatorContext } from "../types/evaluator.js";
import { levenshtein } from "./levenshtein.js";
import { tokenOverlap } from "./token-overlap.js";

const context = (signal = new AbortController().signal): EvaluatorContext => ({
  datapointId: "d",
  metadata: {},
  trial: 0,
  durationMs: 1,
  cost: undefined,
  usage: undefined,
  addCost: () => undefined,
  events: () => [],
  cachedCalls: 0,
  signal,
});

it.each([
  ["equal words", "The cat.", "the cat", 1],
  ["words that differ in vowel signs", "की", "का", 0],
  ["composed and decomposed letters", "cafe\u0301", "café", 1],
  ["Chinese, of which a word differs", "我喜欢苹果", "我喜欢香蕉", 2 / 3],
  ["nothing", " ", "", 1],
  ["signs alone", "!!", "??", 0],
  ["the same signs", "+1? no: +", "+1? no: +", 1],
  ["nothing against something", "", "a", 0],
])("counts shared words of %s", async (_, output, truth, shared) => {
  expect(await tokenOverlap().evaluate(output, {}, truth, context())).toBeCloseTo(shared, 12);
});

it.each([
  // Three of four words, and of longer runs one more of each than there is: (¾ · ¾ · ⅔ · ½)^¼.
  ["another end", "a b c d", "a b c e", 0.1875 ** 0.25],
  ["the first half alone", "a b", "a b c d", Math.exp(-1)],
])("takes shared runs of words for BLEU: %s", async (_, output, truth, score) => {
  const given = await tokenOverlap({ method: "bleu" }).evaluate(output, {}, truth, context());
  expect(given).toBeCloseTo(score, 12);
});

const long = "ab ".repeat(20_000);

it.each([
  ["levenshtein", levenshtein()],
  ["rouge-l", tokenOverlap({ method: "rouge-l" })],
])("ends %s of long texts when it is told to", async (_, evaluator) => {
  const stop = new AbortController();
  const pending = evaluator.evaluate(`${long}x`, {}, `y${long}`, context(stop.signal));
  setImmediate(() => stop.abort(new Error("enough")));
  await expect(pending).rejects.toThrow("enough");
});

it.each([
  ["levenshtein", levenshtein(), 20_000, 1 - 4 / 60_002],
  ["rouge-l", tokenOverlap({ method: "rouge-l" }), 2_000, 2000 / 2001],
])("gives %s of long texts", async (_, evaluator, words, likeness) => {
  const text = "ab ".repeat(words);
  const score = evaluator.evaluate(`${text} x`, {}, `y ${text}`, context());
  expect(score).toBeInstanceOf(Promise);
  expect(await score).toBeCloseTo(likeness, 12);
});
