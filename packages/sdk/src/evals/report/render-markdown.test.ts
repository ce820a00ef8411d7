import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import { createReporter } from "./create-reporter.js";

interface Row {
  readonly inputs: { readonly n: number };
}

const run = (
  count: number,
  options: Partial<EvaluateOptions<Row, unknown>>,
): Promise<EvaluationResult> =>
  evaluate<Row, unknown>({
    name: "trial",
    disableTracing: true,
    journal: false,
    retries: 0,
    dataset: Array.from({ length: count }, (_, n) => ({ inputs: { n } })),
    function: ({ inputs }) => inputs.n,
    evaluators: [{ name: "exact", evaluate: () => true }],
    ...options,
  });

async function commentOf(results: readonly EvaluationResult[]): Promise<string> {
  await using folder = await makeTemporaryDirectory();
  const path = join(folder.path, "comment.md");
  const reporter = createReporter("markdown", { path });
  for (const result of results) await reporter.onRunEnd?.(result);
  return readFile(path, "utf8");
}

it("says of several runs first which of them to look at", async () => {
  const good = await run(2, { name: "a|b" });
  const failing = await run(3, {
    name: "failing",
    function: ({ inputs }) => (inputs.n === 0 ? Promise.reject(new Error("no")) : 1),
    gates: { exact: { min: 2 } },
  });
  const [overview, second] = (await commentOf([good, failing])).split("\n\n");
  expect(overview?.split("\n")).toEqual([
    "| 2 evaluations | passed | errored | gates | compared |",
    "| :-- | --: | --: | --: | --: |",
    "| ❌ failing | 2 of 3 | 1 | 1 failed | – |",
    "| ✅ a&#124;b | 2 of 2 | 0 | – | – |",
  ]);
  expect(second).toMatch(/^### ✅ a/);
  expect(await commentOf([good])).toMatch(/^### ✅ a/);
});

it("is no longer than a comment may be, however many runs and failures there are", async () => {
  const marks = "<|*_".repeat(100);
  const failing = await run(100, {
    function: () => {
      throw new Error(marks);
    },
    gates: Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`${n}${marks}`, { min: 1 }])),
  });
  const short = await run(2, {});
  const all = [short, ...Array.from({ length: 20 }, () => failing)];
  const comments = await Promise.all([[failing], all, all.toReversed()].map(commentOf));
  for (const comment of comments) {
    expect(comment.length).toBeLessThanOrEqual(65_536);
    expect(comment).toContain("| exact | ");
    expect(comment).toContain("100 cases went wrong");
  }
  const [, several = ""] = comments;
  expect(several.match(/^### /gm)?.length).toBeGreaterThan(2);
  expect(several).toMatch(/\n… and \d+ more runs, with all of their cases in the html and json/);
  const many = await commentOf(Array.from({ length: 40 }, () => short));
  expect(many.match(/^### /gm)).toHaveLength(40);
});
