import { expect, test } from "vitest";

import { evaluator } from "./evaluator.js";

const score = (): number => 1;

/** As a program without types calls it. */
const call = evaluator as (...args: readonly unknown[]) => { readonly name: string };

const refused: readonly (readonly [args: readonly unknown[], message: string])[] = [
  [[undefined], "Expected evaluator() to get a function or { name, evaluate }, got `undefined`."],
  [
    ["exact"],
    'Expected evaluator() to get a function or { name, evaluate }, got `"exact"` (string).',
  ],
  [
    [{ name: "a", evaluate: 1 }],
    "Expected evaluator() to get a function or { name, evaluate }, got an object.",
  ],
  [[() => 1], "Expected a name: `evaluator(fn, { name })`, as a function without one was given."],
  [[score, null], "Expected the settings of evaluator() to be an object, got `null`."],
  [
    [score, { name: " " }],
    'Expected `name` of evaluator() to be a non-empty string, got `" "` (string).',
  ],
  [
    [score, { name: "" }],
    'Expected `name` of evaluator() to be a non-empty string, got `""` (string).',
  ],
  [[score, { repeats: 3 }], "Unknown setting `repeats` for evaluator(). Did you mean `repeat`?"],
  [
    [score, { repeat: 0 }],
    "Expected `repeat` of evaluator() to be a positive integer, got `0` (number).",
  ],
  [
    [score, { aggregate: "avg" }],
    'Expected `aggregate` of evaluator() to be a function, or one of mean, median, mode, min, max, got `"avg"` (string).',
  ],
  [
    [score, { transform: "value * 2" }],
    'Expected `transform` of evaluator() to be a function, got `"value * 2"` (string).',
  ],
  [
    [score, { asserts: "yes" }],
    'Expected `asserts` of evaluator() to be a boolean, got `"yes"` (string).',
  ],
  [
    [score, { target: 1 }],
    'Expected `asserts` beside `target` and `checker` of "score", as nothing else asks them.',
  ],
];

test.each(refused)("evaluator(…%j) is refused", (args, message) => {
  expect(() => call(...args)).toThrow(message);
});

class Polite {
  readonly name = "polite";

  evaluate(): number {
    return 1;
  }
}

test("functions, objects and instances of classes are taken", () => {
  const settings = { repeat: undefined, aggregate: "median", transform: undefined };
  const names = [score, { name: "object", evaluate: score }, new Polite()].map(
    (given) => call(given, settings).name,
  );
  expect(names).toEqual(["score", "object", "polite"]);
});
