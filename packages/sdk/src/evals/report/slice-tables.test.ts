import { describe, expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import { renderHtml } from "./html/render-html.js";
import { renderMarkdown } from "./render-markdown.js";
import { renderResult } from "./render.js";

interface Row {
  readonly inputs: { readonly n: number };
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

const rows: Row[] = ["de", "fr", "de", undefined].map((lang, n) => ({
  inputs: { n },
  metadata: lang === undefined ? undefined : { lang },
}));

const run = (options: Partial<EvaluateOptions<Row, number>>): Promise<EvaluationResult> =>
  evaluate<Row, number>({
    name: "sliced",
    disableTracing: true,
    journal: false,
    dataset: rows,
    retries: 0,
    function: ({ inputs }) => {
      if (inputs.n === 1) throw new Error("down");
      return inputs.n;
    },
    evaluators: [{ name: "low", evaluate: (n) => n < 2 }],
    sliceBy: "lang",
    ...options,
  });

describe("slices", () => {
  it("are the sums of all cases, of those whose rows say the same", async () => {
    const { slices } = await run({ trials: 2 });
    const told = slices.map(({ key, value, total, outcomes, metrics }) => [
      `${key}=${value} ${total}: ${outcomes.passed} passed, ${outcomes.failed} failed, ${outcomes.errored} errored`,
      metrics.map(({ name, mean, counted, missing }) => ({ name, mean, counted, missing })),
    ]);
    expect(told).toEqual([
      [
        "lang=de 4: 2 passed, 2 failed, 0 errored",
        [{ name: "low", mean: 0.5, counted: 4, missing: 0 }],
      ],
      [
        "lang=fr 2: 0 passed, 0 failed, 2 errored",
        [{ name: "low", mean: null, counted: 0, missing: 2 }],
      ],
      [
        "lang=undefined 2: 0 passed, 2 failed, 0 errored",
        [{ name: "low", mean: 0, counted: 2, missing: 0 }],
      ],
    ]);
    expect((await run({ sliceBy: undefined })).slices).toEqual([]);
  });

  it("have gates of their own, with and without evaluators of the run", async () => {
    const gates = { "low[lang=de]": { min: 0.5 }, "low[lang=fr]": { min: 0.5 } };
    const judged = async (options: Partial<EvaluateOptions<Row, number>>): Promise<unknown> =>
      (await run({ gates, ...options })).gates.map(({ hasPassed, message }) => [
        hasPassed,
        message,
      ]);
    const expected = [
      [true, "low[lang=de] must be at least 0.5, got 0.5000"],
      [false, "low[lang=fr] must be at least 0.5, got no value"],
    ];
    expect(await judged({})).toEqual(expected);
    expect(await judged({ runEvaluators: [{ name: "all", evaluate: () => 1 }] })).toEqual(expected);
    expect(await judged({ sliceBy: undefined })).toEqual([
      [false, "low[lang=de] must be at least 0.5, got no such metric out of low"],
      [false, "low[lang=fr] must be at least 0.5, got no such metric out of low"],
    ]);
  });

  it("are a table in every report, which says of how many each number is", async () => {
    const result = await run({});
    expect(renderResult(result)).toContain(`
  lang  passed       low
  ────  ──────  ────────
  de    1 of 2     0.500
  fr    0 of 1  – (of 0)
  –     0 of 1     0.000
`);
    expect(renderMarkdown(result)).toContain("| fr | 0 of 1 | – (of 0) |");
    expect(renderHtml([result])).toContain("<td>fr</td><td>0 of 1</td><td>– (of 0)</td>");
  });

  it("say when no row says the key, and what there is no room for", async () => {
    const many = Array.from({ length: 100 }, (_, n) => ({ inputs: { n }, metadata: { n } }));
    const result = await run({ dataset: many, sliceBy: ["n", "team", "n"] });
    const text = renderResult(result);
    expect(text).toContain(
      "No row says team in its metadata, as a text, a number, a boolean or a list of them.",
    );
    expect(text).toMatch(/… and \d+ more slices/);
    expect(text).not.toMatch(/ $/m);
    expect(text.split("\n").length).toBeLessThanOrEqual(50);
    expect(result.slices).toHaveLength(101);
    const metrics = Array.from({ length: 7 }, (_, n) => ({ name: `m${n}`, evaluate: () => n }));
    const wide = renderResult(await run({ evaluators: metrics }));
    expect(wide).toMatch(/lang {2}passed {2,}m0 .*m4\n/);
    expect(wide).toContain("the first 5 of 7 metrics; json has all");
  });

  it.each([5, [""], [["lang"]], { key: "lang" }])("refuse %j as a key", async (sliceBy) => {
    await expect(run({ sliceBy: sliceBy as never })).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringContaining("Expected `sliceBy` to be a key of the rows' metadata"),
    });
  });
});
