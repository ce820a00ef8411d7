import type { JsonObject } from "@honeyhive/contract";
import { describe, expectTypeOf, it } from "vitest";

import { evaluate } from "./evaluate.js";
import { loadDataset } from "./lazy.js";
import { evaluator } from "./scoring/evaluator.js";
import { classification } from "./evaluators/classification.js";
import { exactMatch } from "./evaluators/exact-match.js";
import { renderResult } from "./report/render.js";
import { compareRuns } from "./runs/compare-runs.js";
import { isGoodResult } from "./runs/is-good-result.js";
import { fromInputs } from "./legacy-options.js";
import type { OlderEvaluationResult } from "./older-result.js";
import type { EvaluationResult } from "./types/evaluation-result.js";
import type { DatapointInput } from "./types/datapoint.js";

const dataset = [
  { inputs: { question: "2 + 2?", depth: 1 }, groundTruth: { answer: "4" } },
  { inputs: { question: "3 + 3?", depth: 2 }, groundTruth: { answer: "6" } },
];

describe("evaluate", () => {
  it("infers inputs, ground truth and outputs without annotations", () => {
    const result = evaluate({
      dataset,
      function: async ({ inputs, groundTruth, id, signal }, tracer) => {
        expectTypeOf(inputs).toEqualTypeOf<{ question: string; depth: number }>();
        expectTypeOf(groundTruth).toEqualTypeOf<{ answer: string }>();
        expectTypeOf(id).toEqualTypeOf<string>();
        expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
        expectTypeOf(tracer.sessionId).toEqualTypeOf<string>();
        return { text: inputs.question, tokens: 3 };
      },
      evaluators: [
        (outputs, inputs, groundTruth) => {
          expectTypeOf(outputs).toEqualTypeOf<{ text: string; tokens: number }>();
          expectTypeOf(inputs.depth).toEqualTypeOf<number>();
          return outputs.text === groundTruth.answer;
        },
        {
          name: "short",
          evaluate: async (outputs) => ({ score: outputs.tokens, explanation: "tokens" }),
        },
      ],
    });
    type Row = (typeof dataset)[number];
    expectTypeOf(result).toEqualTypeOf<
      Promise<EvaluationResult<Row, { text: string; tokens: number }> & OlderEvaluationResult>
    >();
  });

  it("knows the metadata of rows", async () => {
    const rows = [{ inputs: { n: 1 }, metadata: { lang: "de" } }];
    const { cases } = await evaluate({
      dataset: rows,
      function: ({ inputs, metadata }) => {
        expectTypeOf(metadata).toEqualTypeOf<{ lang: string }>();
        return inputs.n;
      },
      evaluators: [
        (_, __, ___, { metadata }) => {
          expectTypeOf(metadata).toEqualTypeOf<JsonObject>();
          return metadata["lang"] === "de";
        },
      ],
    });
    expectTypeOf(cases[0]?.metadata).toEqualTypeOf<{ lang: string } | undefined>();
    // @ts-expect-error -- metadata have names
    void evaluate({ dataset: [{ inputs: { n: 1 }, metadata: "de" }], function: () => 1 });
  });

  it("takes a dataset written in place", () => {
    void evaluate({
      dataset: [{ inputs: { n: 1 }, groundTruth: 2 }],
      function: ({ inputs }) => inputs.n * 2,
      evaluators: [(outputs, _, groundTruth) => Math.abs(outputs - groundTruth)],
    });
  });

  it("takes rows whose inputs are of an interface, with any evaluator", () => {
    interface Question {
      readonly question: string;
    }
    interface Case {
      readonly inputs: Question;
      readonly groundTruth?: string;
    }
    class Asked implements Case {
      readonly inputs: Question = { question: "2 + 2?" };
    }
    const rows: readonly Case[] = [new Asked()];
    const long = (outputs: string, inputs: Question): boolean => outputs > inputs.question;
    void evaluate({
      dataset: rows,
      function: ({ inputs, groundTruth }) => {
        expectTypeOf(inputs).toEqualTypeOf<Question>();
        expectTypeOf(groundTruth).toEqualTypeOf<string | undefined>();
        return inputs.question;
      },
      evaluators: [
        exactMatch(),
        long,
        evaluator(long, { weight: 2 }),
        (outputs, inputs) => {
          expectTypeOf(inputs).toEqualTypeOf<Question>();
          return outputs === inputs.question;
        },
      ],
    });
    void evaluate({ dataset: [new Asked()], function: ({ inputs }) => inputs.question });
    // @ts-expect-error -- inputs have names
    void evaluate({ dataset: [{ inputs: ["2 + 2?"] }], function: () => 1 });
    // @ts-expect-error -- inputs have names
    void evaluate({ dataset: [{ inputs: "2 + 2?" }], function: () => 1 });
    // @ts-expect-error -- no such input
    void evaluate({ dataset: rows, function: ({ inputs }) => inputs.answer });
  });

  it("gives results of the types of rows and outputs, to evaluators of the run, too", async () => {
    interface Question {
      readonly question: string;
    }
    const rows: readonly { readonly inputs: Question; readonly groundTruth: number }[] = [];
    const result = await evaluate({
      dataset: rows,
      function: async ({ inputs }) => ({ length: inputs.question.length }),
      runEvaluators: [
        function longest(cases) {
          expectTypeOf(cases[0]?.outputs).toEqualTypeOf<{ length: number } | undefined>();
          return Math.max(...cases.map(({ outputs }) => outputs?.length ?? 0));
        },
        classification(),
      ],
    });
    const [first] = result.cases;
    expectTypeOf(first?.inputs).toEqualTypeOf<Question | undefined>();
    expectTypeOf(first?.groundTruth).toEqualTypeOf<number | undefined>();
    expectTypeOf(first?.outputs).toEqualTypeOf<{ length: number } | undefined>();
    isGoodResult(result);
    renderResult(result);
    compareRuns(result, result);
    const ofFile = await evaluate({ dataset: "cases.csv", function: () => 1 });
    expectTypeOf(ofFile.cases[0]?.inputs).toEqualTypeOf<JsonObject | undefined>();
    expectTypeOf(ofFile.cases[0]?.groundTruth).toEqualTypeOf<unknown>();
    compareRuns(ofFile, result);
  });

  it("takes the URL of a file as its path", async () => {
    const { cases } = await evaluate({
      dataset: new URL("./cases.csv", import.meta.url),
      function: ({ inputs }) => {
        expectTypeOf(inputs).toEqualTypeOf<JsonObject>();
        return 1;
      },
    });
    expectTypeOf(cases[0]?.inputs).toEqualTypeOf<JsonObject | undefined>();
  });

  it("loads rows of the type that is asked for, else to be looked at", async () => {
    expectTypeOf(await loadDataset("cases.csv")).toEqualTypeOf<DatapointInput[]>();
    expectTypeOf(await loadDataset(dataset)).toEqualTypeOf<(typeof dataset)[number][]>();
    interface Case {
      readonly inputs: { readonly n: number };
    }
    expectTypeOf(await loadDataset<Case>("cases.csv")).toEqualTypeOf<Case[]>();
  });

  it("infers rows from whatever gives them", () => {
    const check = (row: { inputs: { n: number }; groundTruth: number }): number => {
      expectTypeOf(row.groundTruth).toEqualTypeOf<number>();
      return row.inputs.n;
    };
    const rows = [{ inputs: { n: 1 }, groundTruth: 2 }];
    async function* generate(): AsyncGenerator<(typeof rows)[number]> {
      yield* rows;
    }
    void evaluate({ dataset: new Set(rows), function: check });
    void evaluate({ dataset: generate, function: check });
    void evaluate({ dataset: generate(), function: check });
    void evaluate({ dataset: async () => rows, function: check });
    void evaluate({
      dataset: "cases.csv",
      function: ({ inputs }) => expectTypeOf(inputs).toEqualTypeOf<JsonObject>(),
    });
    void evaluate({
      dataset: rows,
      function: fromInputs((inputs: { n: number }, groundTruth: number) => inputs.n + groundTruth),
    });
    // @ts-expect-error -- rows need inputs
    void evaluate({ dataset: new Set([1]), function: () => 1 });
  });

  it("takes built-in evaluators and settings beside typed functions", () => {
    void evaluate({
      dataset,
      function: () => ({ text: "4" }),
      evaluators: [
        exactMatch(),
        (outputs) => outputs.text.length,
        evaluator((outputs: { text: string }) => outputs.text === "4", { name: "four" }),
        // @ts-expect-error -- outputs have no such property
        (outputs) => outputs.tokens,
      ],
    });
  });

  it("takes scorers of autoevals as they are, and still infers the rest", () => {
    interface Scorer {
      (args: { output: string; expected?: string }): { name: string; score: number | null };
      partial: (args: { model: string }) => unknown;
    }
    const levenshtein = {} as Scorer;
    void evaluate({
      dataset,
      function: () => ({ text: "4" }),
      evaluators: [
        levenshtein,
        (outputs, inputs) => {
          expectTypeOf(outputs).toEqualTypeOf<{ text: string }>();
          return inputs.depth;
        },
      ],
    });
    void evaluate({ dataset, function: () => 1, evaluators: [levenshtein] });
  });

  it("refuses properties that are not there", () => {
    void evaluate({
      dataset,
      function: ({ inputs }) => inputs.question.length,
      evaluators: [
        // @ts-expect-error -- outputs are a number
        (outputs) => outputs.text,
        // @ts-expect-error -- there is no such input
        (_, inputs) => inputs.answer,
        // @ts-expect-error -- the ground truth is an object
        (outputs, _, groundTruth) => outputs === groundTruth,
      ],
    });
    // @ts-expect-error -- there is no such input
    void evaluate({ dataset, function: ({ inputs }) => inputs.nothing });
    // @ts-expect-error -- a row needs inputs
    void evaluate({ dataset: [{ input: 1 }], function: () => 1 });
    void evaluate({ dataset, function: () => 1, evaluators: [() => ({ accuracy: 1 })] });
    // @ts-expect-error -- an evaluator returns a score, or several by their names
    void evaluate({ dataset, function: () => 1, evaluators: [() => [1]] });
    // @ts-expect-error -- there is no such option
    void evaluate({ dataset, function: () => 1, maxConcurrency: 5 });
  });
});

describe("rows of files and of the server", () => {
  interface Row extends DatapointInput {
    readonly inputs: { readonly question: string };
    readonly groundTruth: { readonly answer: string };
  }

  it("have the type that is asked for, down to the evaluators", () => {
    for (const source of [{ dataset: "cases.csv" }, { datasetId: "6740f2c0a9b1c2d3e4f50607" }]) {
      void evaluate<Row, number>({
        ...source,
        function: ({ inputs, groundTruth }) => {
          expectTypeOf(groundTruth).toEqualTypeOf<{ readonly answer: string }>();
          return inputs.question.length;
        },
        evaluators: [
          (outputs, inputs, groundTruth) => {
            expectTypeOf(outputs).toEqualTypeOf<number>();
            expectTypeOf(inputs).toEqualTypeOf<{ readonly question: string }>();
            return groundTruth.answer.length === outputs;
          },
        ],
      });
    }
  });

  it("of generators and async sources reach the evaluators", () => {
    async function* rows(): AsyncGenerator<{ inputs: { n: number }; groundTruth: boolean }> {
      yield { inputs: { n: 1 }, groundTruth: true };
    }
    for (const dataset of [rows, rows(), async () => rows()]) {
      void evaluate({
        dataset,
        function: ({ inputs }) => inputs.n,
        evaluators: [
          (outputs, inputs, groundTruth) => {
            expectTypeOf(inputs.n).toEqualTypeOf<number>();
            expectTypeOf(groundTruth).toEqualTypeOf<boolean>();
            return outputs > 0;
          },
        ],
      });
    }
  });
});
