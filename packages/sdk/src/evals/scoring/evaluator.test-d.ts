import { describe, expectTypeOf, it } from "vitest";

import { evaluate } from "../evaluate.js";
import { evaluator } from "./evaluator.js";

describe("the settings of an evaluator", () => {
  it("get what its function gives, and what transform makes of it", () => {
    evaluator(async (outputs: string) => (outputs === "" ? 0.2 : 1), {
      repeat: 3,
      transform: (value) => {
        expectTypeOf(value).toEqualTypeOf<number>();
        return value * 2;
      },
      aggregate: (values) => {
        expectTypeOf(values).toEqualTypeOf<readonly number[]>();
        return Math.max(...values);
      },
      checker: (value, target) => {
        expectTypeOf(value).toEqualTypeOf<number>();
        expectTypeOf(target).toEqualTypeOf<{ least: number }>();
        return value >= target.least;
      },
      asserts: true,
      target: { least: 0.5 },
    });
    evaluator(() => ({ score: "good", explanation: "why" }), {
      transform: (value) => value.length > 3,
      aggregate: (values) => {
        expectTypeOf(values).toEqualTypeOf<readonly boolean[]>();
        return values.every(Boolean);
      },
      checker: (value) => {
        expectTypeOf(value).toEqualTypeOf<boolean | number>();
        return Boolean(value);
      },
    });
    evaluator((outputs: string) => (outputs === "" ? null : outputs.length > 3), {
      transform: (value) => {
        expectTypeOf(value).toEqualTypeOf<boolean>();
        return Number(value);
      },
      aggregate: "median",
    });
  });

  it("refuse what does not fit", () => {
    // @ts-expect-error -- the value is a number
    evaluator(() => 1, { transform: (value: string) => value });
    // @ts-expect-error -- there is no such aggregation
    evaluator(() => 1, { aggregate: "average" });
    // @ts-expect-error -- values are numbers
    evaluator(() => 1, { aggregate: (values) => values[0]?.length ?? 0 });
    // @ts-expect-error -- evaluators return scores
    evaluator(() => [1], {});
  });

  it("take scorers of autoevals, whatever the outputs are", () => {
    interface Scorer {
      (args: { output: string; expected?: string }): { name: string; score: number | null };
      partial: (args: { model: string }) => unknown;
    }
    const scorer = {} as Scorer;
    const settled = evaluator(scorer, {
      transform: (value) => {
        expectTypeOf(value).toEqualTypeOf<number>();
        return value > 0.5;
      },
      asserts: true,
    });
    void evaluate({
      dataset: [{ inputs: { n: 1 } }],
      function: ({ inputs }) => inputs.n,
      evaluators: [settled, (outputs) => outputs > 1],
    });
    // @ts-expect-error -- scores are numbers
    evaluator(scorer, { transform: (value: string) => value });
  });

  it("take objects and instances of classes, and meet the rows of an evaluation", () => {
    class Longer {
      readonly name = "longer";
      evaluate(outputs: string, inputs: { least: number }): boolean {
        return outputs.length > inputs.least;
      }
    }
    void evaluate({
      dataset: [{ inputs: { least: 1 } }],
      function: ({ inputs }) => String(inputs.least),
      evaluators: [
        evaluator(new Longer(), { asserts: true, transform: (value) => !value }),
        new Longer(),
      ],
    });
    void evaluate({
      dataset: [{ inputs: { least: 1 } }],
      function: () => "1",
      // @ts-expect-error -- there is no such input
      evaluators: [evaluator((_: string, inputs: { most: number }) => inputs.most)],
    });
  });
});
