import { describe, expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";

interface Row {
  readonly id?: string;
  readonly inputs: { readonly n: number };
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

const dataset: Row[] = Array.from({ length: 20 }, (_, n) => ({ inputs: { n } }));

const run = (options: Partial<EvaluateOptions<Row, number>>): Promise<EvaluationResult> =>
  evaluate({
    disableTracing: true,
    journal: false,
    dataset,
    function: ({ inputs }) => inputs.n,
    ...options,
  });

const numbers = ({ cases }: EvaluationResult): unknown[] => cases.map(({ outputs }) => outputs);

describe("select", () => {
  it("runs the first rows, with the ids and the dataset of the whole", async () => {
    const whole = await run({});
    const result = await run({ select: { first: 3 }, trials: 2 });
    expect(numbers(result)).toEqual([0, 0, 1, 1, 2, 2]);
    expect(result.datasetId).toBe(whole.datasetId);
    expect(result.cases[4]?.datapointId).toBe(whole.cases[2]?.datapointId);
    expect(result.selection).toEqual({ selected: 3, total: 20, rule: "first 3" });
    expect(whole.selection).toBeUndefined();
  });

  it("draws the same rows for a seed, and keeps all but one when a row is added", async () => {
    const draw = async (seed?: number): Promise<unknown[]> =>
      numbers(await run({ select: { sample: 6, seed } }));
    const first = await draw();
    expect(first).toHaveLength(6);
    expect(await draw(0)).toEqual(first);
    expect(await draw(1)).not.toEqual(first);
    expect(first).toEqual(first.toSorted((left, right) => Number(left) - Number(right)));
    const more = await run({
      select: { sample: 6 },
      dataset: [{ inputs: { n: 100 } }, ...dataset],
    });
    expect(numbers(more).filter((n) => first.includes(n)).length).toBeGreaterThanOrEqual(5);
  });

  it("finds ids, and their starts where none is equal", async () => {
    const named: Row[] = ["a", "ab", "b1", "b2"].map((id, n) => ({ id, inputs: { n } }));
    const find = async (ids: string | string[]): Promise<unknown[]> =>
      numbers(await run({ dataset: named, select: { ids } }));
    expect(await find("a")).toEqual([0]);
    expect(await find(["b", "ab"])).toEqual([1, 2, 3]);
    await expect(find("zebra")).rejects.toMatchObject({
      code: "NO_CASES_SELECTED",
      message: expect.stringContaining("zebra"),
    });
  });

  describe("by metadata", () => {
    const tagged: Row[] = [
      { lang: "de", level: 1, tags: ["short", "new"] },
      { lang: "fr", level: 2, tags: ["new"] },
      { lang: "de", level: 2 },
      undefined,
    ].map((metadata, n) => ({ inputs: { n }, metadata }));
    const find = async (select: EvaluateOptions<Row, number>["select"]): Promise<unknown[]> =>
      numbers(await run({ dataset: tagged, select }));

    it("finds what rows say, one of several values, and each value of a list", async () => {
      expect(await find({ metadata: { lang: "de" } })).toEqual([0, 2]);
      expect(await find({ metadata: { lang: ["de", "fr"], level: 2 } })).toEqual([1, 2]);
      expect(await find({ metadata: { level: "2" } })).toEqual([1, 2]);
      expect(await find({ metadata: { tags: "new" }, first: 1 })).toEqual([0]);
      const { selection } = await run({
        dataset: tagged,
        select: { metadata: { lang: ["de", "fr"], tags: "new" }, sample: 1 },
      });
      expect(selection).toEqual({
        selected: 1,
        total: 4,
        rule: "metadata lang=de|fr, tags=new; sample of 1, seed 0",
      });
    });

    it("says what there is where nothing is found", async () => {
      await expect(find({ metadata: { lang: "it", constructor: "x" } })).rejects.toMatchObject({
        code: "NO_CASES_SELECTED",
        message:
          "Expected cases whose metadata says lang=it, constructor=x, found none among 4: `lang` is de, fr; " +
          "none says `constructor`. Correct `select.metadata`, or --metadata.",
      });
    });

    it.each([[["de"]], [{ lang: null }], [{ lang: [] }], [{ lang: { de: 1 } }]])(
      "refuses %j",
      async (metadata) => {
        await expect(find({ metadata: metadata as never })).rejects.toMatchObject({
          code: "INVALID_OPTION",
        });
      },
    );
  });

  it.each([{ first: 0 }, { sample: 1.5 }, { ids: [""] }, { seed: Number.NaN }, { frist: 1 }, 5])(
    "refuses %j",
    async (select) => {
      const wrong = select as EvaluateOptions<Row, number>["select"];
      await expect(run({ select: wrong })).rejects.toMatchObject({ code: "INVALID_OPTION" });
    },
  );
});
