import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";

import { copyPlain } from "../../lib/copy-plain.js";
import { evaluate } from "../evaluate.js";
import { copyOutputs } from "../../lib/copy-outputs.js";
import { evaluator } from "../scoring/evaluator.js";

describe("a function that changes what it gets", () => {
  const row = (): { inputs: { messages: string[] }; groundTruth: { words: string[] } } => ({
    inputs: { messages: ["hi"] },
    groundTruth: { words: ["b", "a"] },
  });
  const quiet = { disableTracing: true, journal: false } as const;

  it("changes neither the next trial nor what evaluators and results have", async () => {
    const { cases } = await evaluate({
      ...quiet,
      dataset: [row()],
      trials: 3,
      function: ({ inputs, groundTruth }) => {
        inputs.messages.push("thinking");
        groundTruth.words.sort();
        return inputs.messages.length;
      },
      evaluators: [
        function kept(outputs, inputs, { words }) {
          return outputs === 2 && inputs.messages.length === 1 && words[0] === "b";
        },
      ],
    });
    expect(cases.map(({ outcome }) => outcome)).toEqual(["passed", "passed", "passed"]);
    expect(cases[2]?.inputs).toEqual(row().inputs);
  });

  it("starts its next attempt with the row as it was", async () => {
    let attempts = 0;
    const { cases } = await evaluate({
      ...quiet,
      dataset: [row()],
      function: ({ inputs }) => {
        inputs.messages.push("asked");
        if (++attempts === 1) throw Object.assign(new Error("busy"), { status: 503 });
        return inputs.messages;
      },
    });
    expect(cases[0]).toMatchObject({ attempts: 2, outputs: ["hi", "asked"] });
  });
});

it("an evaluator that changes what it gets changes neither other evaluators' nor results", async () => {
  const dataset = [{ inputs: { words: ["b", "a"] }, groundTruth: ["b", "a"] }];
  const { cases } = await evaluate({
    disableTracing: true,
    journal: false,
    dataset,
    trials: 2,
    function: ({ inputs }) => inputs.words,
    evaluators: [
      function sorted(_, inputs, words) {
        inputs.words.push("c");
        return words.sort()[0] === "a";
      },
      function inOrder(outputs, inputs, words) {
        return inputs.words.length === 2 && outputs.join() === words.join();
      },
    ],
  });
  expect(cases.map(({ outcome }) => outcome)).toEqual(["passed", "passed"]);
  expect(cases[1]).toMatchObject({ inputs: { words: ["b", "a"] }, groundTruth: ["b", "a"] });
});

it("an evaluator that changes outputs does so for itself", async () => {
  const { cases } = await evaluate({
    disableTracing: true,
    journal: false,
    dataset: [{ inputs: { n: 0 } }],
    function: () => ({ words: ["b", "a"], nested: [{ n: 1 }] }),
    evaluators: [
      function sorted({ words, nested }) {
        nested[0] = { n: 2 };
        return words.sort()[0] === "a";
      },
      function asGiven({ words, nested }) {
        return words.join() === "b,a" && nested[0]?.n === 1;
      },
    ],
  });
  expect(cases[0]).toMatchObject({
    outcome: "passed",
    outputs: { words: ["b", "a"], nested: [{ n: 1 }] },
  });
});

it("an evaluator that runs several times gets the outputs as they are each time", async () => {
  const seen: string[] = [];
  await evaluate({
    disableTracing: true,
    journal: false,
    dataset: [{ inputs: { words: ["b", "a"] }, groundTruth: ["b", "a"] }],
    function: () => ["b", "a"],
    evaluators: [
      evaluator(
        function sorted(outputs: string[], inputs: { words: string[] }, truth: string[]) {
          seen.push([outputs, inputs.words, truth].join(" "));
          for (const words of [outputs, inputs.words, truth]) words.sort();
          return true;
        },
        { repeat: 3 },
      ),
    ],
  });
  expect(seen).toEqual(["b,a b,a b,a", "b,a b,a b,a", "b,a b,a b,a"]);
});

describe("outputs that no copy would be equal to", () => {
  class Answer {
    words = ["b"];
  }
  const circular: Record<string, unknown> = { list: [] };
  circular["self"] = circular;
  const hidden = Object.defineProperty({ text: "a" }, "_request_id", { value: "r" });
  const throwing = {
    get text(): string {
      throw new Error("not yet");
    },
  };
  const deep: unknown = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`);
  const huge = Array.from({ length: 20_000 }, (_, n) => ({ n }));
  it.each<[string, unknown]>([
    ["an instance of a class", new Answer()],
    ["a function", () => 1],
    ["a stream", new ReadableStream()],
    ["bytes", new Uint8Array(3)],
    ["a map", new Map([["a", 1]])],
    ["a reference to itself", circular],
    ["properties that are not listed", hidden],
    ["a property that throws", throwing],
    ["a list with properties", /(?<word>a)/.exec("a")],
    ["more levels than can be gone down", deep],
    ["more parts than are worth it", huge],
    ["nothing", null],
  ])("are handed on as they are: %s", (_, outputs) => {
    expect(copyOutputs(outputs)).toBe(outputs);
  });

  it("are shared inside what is copied", () => {
    const answer = new Answer();
    const outputs = { answer, words: ["a"] };
    const copied = copyOutputs(outputs);
    expect(copied).toStrictEqual(outputs);
    expect(copied.answer).toBe(answer);
    expect(copied.words).not.toBe(outputs.words);
  });
});

it("copies what JSON can hold, and hands on the rest", () => {
  const date = new Date(0);
  const foreign: unknown = runInNewContext("({ list: [{ n: 1 }] })");
  const given = JSON.parse('{"a":[{"b":null}],"__proto__":{"c":1}}') as Record<string, unknown>;
  const copied: Record<string, unknown> = copyPlain({ ...given, date, foreign });
  expect(copied).toStrictEqual({ ...given, date, foreign: { list: [{ n: 1 }] } });
  expect(Object.getPrototypeOf(copied)).toBe(Object.prototype);
  expect(copied["__proto__"]).not.toBe(given["__proto__"]);
  expect(copied["a"]).not.toBe(given["a"]);
  expect(copied["date"]).toBe(date);
  expect(copied["foreign"]).not.toBe(foreign);
});
