import { describe, expect, it } from "vitest";

import { describeProgram } from "../config/describe-program.js";
import { HoneyHiveError } from "../lib/errors.js";
import { resolveEvaluation as resolve } from "./resolve-evaluation.js";
import type { ResolvedEvaluation } from "./types/resolved-evaluation.js";

const row = (question: string, more: object = {}): { inputs: { question: string } } => ({
  inputs: { question },
  ...more,
});

const nowhere = {
  serverUrl: "http://127.0.0.1:1",
  apiKey: "key",
  program: {
    ci: undefined,
    branch: undefined,
    caseIds: undefined,
    maxWorkers: undefined,
    github: undefined,
    isUnderTest: true,
  },
};

const resolveEvaluation = (options: Parameters<typeof resolve>[0]): Promise<ResolvedEvaluation> =>
  resolve(options, nowhere);

const options = (more: object): never =>
  // What a program without types may pass.
  ({ function: () => 1, dataset: [row("a")], ...more }) as never;

const idsOf = async (dataset: readonly object[]): Promise<string[]> =>
  (await resolveEvaluation(options({ dataset }))).cases.map(({ id }) => id);

const failureOf = (more: object): Promise<unknown> =>
  resolveEvaluation(options(more)).then(
    () => undefined,
    (error: unknown) =>
      error instanceof HoneyHiveError ? `${error.code}: ${error.message}` : error,
  );

it.each([[], new Set(), () => [], async function* none() {}])(
  "refuses a dataset without rows: %o",
  async (dataset) => {
    expect(await failureOf({ dataset })).toBe(
      "INVALID_DATASET: Expected `dataset` to hold at least one row, got none. An evaluation of nothing proves nothing.",
    );
  },
);

it.each([
  ["8", {}, 8],
  ["8", { concurrency: 2 }, 2],
  ["none", {}, 10],
  ["0", {}, 10],
])("with HH_MAX_WORKERS=%s and %o runs %d cases at a time", async (text, more, expected) => {
  const program = describeProgram({ HH_MAX_WORKERS: text });
  expect(await resolve(options(more), { ...nowhere, program })).toMatchObject({
    concurrency: expected,
    judgeConcurrency: expected,
  });
});

describe("the id of a case", () => {
  it("is its own, or stays with its content wherever it stands", async () => {
    const [a, b, named] = await idsOf([row("a"), row("b"), row("c", { id: "mine" })]);
    expect(named).toBe("mine");
    const [, ...moved] = await idsOf([row("new"), row("b"), row("a")]);
    expect(moved).toEqual([b, a]);
  });

  it("is on the wire what the Python SDK computes: its own after EXT-, or content and place", async () => {
    const dataset = [
      { inputs: { q: "hello" }, ground_truth: { a: "world" } },
      row("c", { id: "mine" }),
      row("d", { id: "EXT-theirs" }),
    ];
    const second = [row("first"), dataset[0]];
    const wireIds = async (rows: object): Promise<string[]> =>
      (await resolveEvaluation(options({ dataset: rows }))).cases.map(({ wireId }) => wireId);
    expect(await wireIds(dataset)).toEqual(["EXT-a689e9c84e315595", "EXT-mine", "EXT-theirs"]);
    expect((await wireIds(second))[1]).toBe("EXT-b0e496b4ca054b62");
  });

  it("tells equal rows apart by their occurrence", async () => {
    const ids = await idsOf([row("a"), row("a"), row("a")]);
    expect(new Set(ids).size).toBe(3);
    const [first, second, third] = ids;
    const [, b] = await idsOf([row("a"), row("b")]);
    expect(await idsOf([row("a"), row("b"), row("a"), row("a")])).toEqual([
      first,
      b,
      second,
      third,
    ]);
  });

  it("is refused where another row has made it its own, whichever comes first", async () => {
    const [first = "", second = ""] = await idsOf([row("a"), row("a")]);
    const refused = /to have an id of its own, got "EXT-/;
    await expect(idsOf([row("a"), row("b", { id: first })])).rejects.toThrow(refused);
    await expect(idsOf([row("b", { id: first }), row("a")])).rejects.toThrow(refused);
    await expect(idsOf([row("b", { id: second }), row("a"), row("a")])).rejects.toThrow(refused);
  });

  it("is not changed by an equal row that has an id of its own", async () => {
    const [, unnamed] = await idsOf([row("a", { id: "mine" }), row("a")]);
    expect([unnamed]).toEqual(await idsOf([row("a")]));
  });

  it.each(["groundTruth", "ground_truth", "ground_truths"])(
    "is the same for a %s",
    async (name) => {
      const dataset = [row("a", { [name]: { a: 1 } })];
      const { cases } = await resolveEvaluation(options({ dataset }));
      expect(cases[0]?.groundTruth).toEqual({ a: 1 });
      expect([cases[0]?.id]).toEqual(await idsOf([row("a", { groundTruth: { a: 1 } })]));
    },
  );

  it("keeps a ground truth of null", async () => {
    const dataset = [row("a", { groundTruth: null })];
    const { cases } = await resolveEvaluation(options({ dataset }));
    expect(cases[0]?.groundTruth).toBeNull();
  });
});

describe("what cannot be evaluated", () => {
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;

  it.each<[string, object, string]>([
    [
      "an unknown option",
      { datset: [] },
      "INVALID_OPTION: Unknown option `datset` for evaluate(). Did you mean `dataset`?",
    ],
    [
      "no function",
      { function: 5 },
      "INVALID_OPTION: Expected `function` to be a function, got `5` (number).",
    ],
    [
      "two datasets",
      { datasetId: "hosted" },
      "INVALID_OPTION: Expected `datasetId` to be the id of a dataset on the server, got `dataset` beside it.",
    ],
    [
      "an id that is none",
      { dataset: undefined, datasetId: 5 },
      "INVALID_OPTION: Expected `datasetId` to be the id of a dataset on the server, got `5` (number).",
    ],
    [
      "no dataset",
      { dataset: undefined },
      "INVALID_DATASET: Expected `dataset` to be an array or another iterable",
    ],
    [
      "a row without inputs",
      { dataset: [row("a"), { input: 1 }] },
      "INVALID_DATASET: Expected row 2 of `dataset` to be { inputs: {…}, groundTruth? }, got an object with `input`. Put what the function gets into `inputs`.",
    ],
    [
      "a name that is no text",
      { name: 5 },
      "INVALID_OPTION: Expected `name` to be text, got `5` (number). Correct or omit it.",
    ],
    [
      "metadata that is no object",
      { metadata: "nightly" },
      'INVALID_OPTION: Expected `metadata` to be an object, got `"nightly"` (string).',
    ],
    [
      "a promise of rows",
      { dataset: Promise.resolve([]) },
      "INVALID_DATASET: Expected `dataset` to be an array or another iterable of { inputs, groundTruth }, a function that returns one, or the path or URL of a .csv, .tsv, .jsonl or .json file, got a promise. Await it.",
    ],
    [
      "a row that is null",
      { dataset: [null] },
      "INVALID_DATASET: Expected row 1 of `dataset` to be { inputs: {…}, groundTruth? }, got `null`.",
    ],
    [
      "an id twice",
      { dataset: [row("a", { id: "x" }), row("b", { id: "x" })] },
      'INVALID_DATASET: Expected row 2 of `dataset` to have an id of its own, got "x", as row 1 of `dataset` has.',
    ],
    [
      "an id that is no text",
      { dataset: [row("a", { id: 7 })] },
      "INVALID_DATASET: Expected row 1 of `dataset` to have a non-empty string as `id`, got `7` (number).",
    ],
    [
      "an id that is too long",
      { dataset: [row("a"), row("b", { id: "x".repeat(997) })] },
      `INVALID_DATASET: Expected row 2 of \`dataset\` to have an \`id\` of at most 1,000 characters, \`EXT-\` before it included, got 1,001 that begin with "EXT-${"x".repeat(46)}". Shorten it, or omit it: then the row's content makes its id.`,
    ],
    [
      "circular inputs",
      { dataset: [row("a"), { inputs: circular }] },
      "INVALID_DATASET: Expected row 2 of `dataset` to be JSON, got one that cannot be written",
    ],
    [
      "a bigint",
      { dataset: [{ inputs: { big: 1n } }] },
      "INVALID_DATASET: Expected row 1 of `dataset` to be JSON, got one that cannot be written",
    ],
    [
      "no concurrency",
      { concurrency: 0 },
      "INVALID_OPTION: Expected `concurrency` to be a positive integer, got `0` (number).",
    ],
    [
      "an endless timeout",
      { timeoutMs: Infinity },
      "INVALID_OPTION: Expected `timeoutMs` to be a positive integer, got `Infinity` (number).",
    ],
    [
      "evaluators that are none",
      { evaluators: {} },
      "INVALID_EVALUATOR: Expected `evaluators` to be an array of functions, got an object.",
    ],
    [
      "an evaluator that is none",
      { evaluators: ["exact"] },
      'INVALID_EVALUATOR: Expected evaluator 0 to be a function or { name, evaluate }, got `"exact"` (string).',
    ],
    [
      "an evaluator without a name",
      { evaluators: [{ evaluate: () => 1 }] },
      "INVALID_EVALUATOR: Expected `name` of evaluator 0 to be a non-empty string, got `undefined`.",
    ],
    [
      "an evaluator whose name nobody sees",
      { evaluators: [{ name: " ", evaluate: () => 1 }] },
      'INVALID_EVALUATOR: Expected `name` of evaluator 0 to be a non-empty string, got `" "` (string).',
    ],
    [
      "settings of an evaluator that `evaluator()` has not seen",
      { evaluators: [{ name: "a", evaluate: () => 1, target: 0.5 }] },
      'INVALID_EVALUATOR: Expected evaluator "a" to be { name, evaluate }, got `target` with it. Settings are the second argument of `evaluator(fn, { … })`.',
    ],
    [
      "`asserts` that is no function",
      { evaluators: [{ name: "a", evaluate: () => 1, asserts: true }] },
      'INVALID_EVALUATOR: Expected `asserts` of evaluator "a" to be a function of the value, got `true` (boolean). Settings are the second argument of `evaluator(fn, { … })`.',
    ],
    [
      "two evaluators of one name",
      { evaluators: [{ name: "a", evaluate: () => 1 }, function a() {}] },
      'INVALID_EVALUATOR: Expected evaluators to have different names, got "a" twice.',
    ],
    [
      "a name that no object can have",
      { evaluators: [{ name: "__proto__", evaluate: () => 1 }] },
      'INVALID_EVALUATOR: Expected `name` of evaluator 0 to be one that objects can have, got "__proto__".',
    ],
  ])("is said: %s", async (_, more, message) => {
    expect(await failureOf(more)).toContain(message);
  });

  it.each([
    [{ baseline: 5 }, "`baseline` to be text, got `5` (number)"],
    [{ resume: {} }, "`resume` to be text, got an object"],
    [{ apiKey: 5 }, "`apiKey` to be text, got `5` (number)"],
    [{ signal: new AbortController() }, "`signal` to be an AbortSignal, got an object"],
    [{ onProgress: "log" }, '`onProgress` to be a function, got `"log"` (string)'],
    [{ instrumentors: {} }, "`instrumentors` to be an array, got an object"],
    [{ tracing: true }, "`tracing` to be an object, got `true` (boolean)"],
    [{ disableTracing: "true" }, '`disableTracing` to be true or false, got `"true"` (string)'],
    [{ handleSignals: 1 }, '`handleSignals` to be true, false or "when-alone", got `1` (number)'],
    [{ journal: true }, "`journal` to be the path of a folder, or false, got `true` (boolean)"],
    [{ reproduceCommand: "npm run" }, "`reproduceCommand` to be an array of words, got"],
  ])("is said before anything is read or created: %o", async (more, message) => {
    const dataset = (): never => {
      throw new Error("was read");
    };
    expect(await failureOf({ ...more, dataset })).toContain(`INVALID_OPTION: Expected ${message}`);
  });
});

describe("evaluators", () => {
  it("are named by their functions, and numbered when they have no name", async () => {
    const { evaluators } = await resolveEvaluation(
      options({ evaluators: [function exact() {}, () => 1, { name: "long", evaluate: () => 1 }] }),
    );
    expect(evaluators.map(({ name }) => name)).toEqual(["exact", "evaluator_1", "long"]);
  });
});
