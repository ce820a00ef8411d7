import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import { createReporter } from "./create-reporter.js";
import { renderHtml } from "./html/render-html.js";
import { renderMarkdown } from "./render-markdown.js";
import { renderResult } from "./render.js";

interface Row {
  readonly id: string;
  readonly inputs: { readonly n: number };
}

const run = (options: Partial<EvaluateOptions<Row, number>>): Promise<EvaluationResult> =>
  evaluate<Row, number>({
    name: "trial",
    disableTracing: true,
    retries: 0,
    function: ({ inputs }) => {
      if (inputs.n % 5 === 3) throw new Error("no answer");
      return inputs.n;
    },
    ...options,
  });

const rows = (from: number, to: number): Row[] =>
  Array.from({ length: to - from }, (_, n) => ({ id: `row-${n + from}`, inputs: { n } }));

it("names five of each in the terminal, and keeps a run that has everything to 60 lines", async () => {
  await using folder = await makeTemporaryDirectory();
  let text = "";
  const write = (more: string): void => void (text += more);
  const output = { stdout: write, stderr: write, isTerminal: false, columns: 100 };
  const twelve = (
    value: (n: number) => number | null,
  ): EvaluateOptions<Row, number>["evaluators"] =>
    Array.from({ length: 12 }, (_, index) => ({
      name: `metric ${index}`,
      evaluate: (n: number) => value(n),
    }));
  const common = { journal: folder.path, trials: 6, concurrency: 1, cache: true } as const;
  await run({ ...common, dataset: rows(0, 60), evaluators: twelve(() => 1) });
  await run({
    ...common,
    dataset: rows(40, 120),
    evaluators: twelve((n) => (n % 3 === 0 ? Number.NaN : null)),
    gates: Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`metric ${n}`, { min: 2 }])),
    runEvaluators: [
      { name: "values", evaluate: () => ({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7 }) },
    ],
    maxErrors: 100,
    select: { first: 70 },
    baseline: "latest",
    reporters: [createReporter("terminal", { output })],
  });
  expect(text.split("\n").length).toBeLessThanOrEqual(60);
  const rest = "more, all in the html and json reports";
  for (const part of [
    "Stopped early",
    "70 of 80 cases selected",
    "Cache (read-write)",
    "more metrics",
    "n/a in metric 0: row-41, row-42, row-44, row-45, row-47 and ",
    "pass^k",
    "more values",
    `added: row-60, row-61, row-62, row-63, row-64 and 45 ${rest}`,
    `removed: row-0, row-1, row-2, row-3, row-4 and 35 ${rest}`,
    `edited: row-40, row-41, row-42, row-43, row-44 and 15 ${rest}`,
    "more gates",
    "more cases that went wrong",
  ]) {
    expect(text).toContain(part);
  }
});

it("names them in Markdown and HTML, as text", async () => {
  await using folder = await makeTemporaryDirectory();
  const row = (id: string, n = 1): Row => ({ id, inputs: { n } });
  const options = {
    journal: folder.path,
    evaluators: [{ name: "maybe", evaluate: () => null }],
  };
  await run({ ...options, dataset: [row("same"), row("changed"), row("gone")] });
  const dataset = [row("same"), row("changed", 2), row("<new>")];
  const result = await run({ ...options, dataset, baseline: "latest" });
  const markdown = renderMarkdown(result);
  for (const line of [
    "added: &#60;new&#62;",
    "removed: gone",
    "edited: changed",
    "n/a in maybe: same, changed, &#60;new&#62;",
  ]) {
    expect(markdown).toContain(`- ${line}\n`);
  }
  const html = renderHtml([result]);
  for (const item of [
    "added (1): &lt;new&gt;",
    "removed (1): gone",
    "edited (1): changed",
    "n/a in maybe (3): same, changed, &lt;new&gt;",
  ]) {
    expect(html).toContain(`<li>${item}</li>`);
  }
});

it("says what text scores were, which have no mean", async () => {
  const labels = ["good", "good", "bad", "good", "a<b", "c", "d", "e"];
  const result = await run({
    journal: false,
    dataset: labels.map((_, n) => ({ id: `row-${n}`, inputs: { n: n === 3 ? 0 : n } })),
    function: ({ inputs }) => inputs.n,
    evaluators: [{ name: "label", evaluate: (n) => labels[n] ?? null }],
  });
  const line = "label: good 3, bad 1, a<b 1, c 1, d 1, 1 others";
  expect(renderResult(result)).toContain(`\n  ${line}`);
  expect(renderMarkdown(result)).toContain(line.replace("<", "&#60;"));
  expect(renderHtml([result])).toContain(line.replace("<", "&lt;"));
});

it("says what text scores were beside numbers, of which alone the mean is", async () => {
  const result = await run({
    journal: false,
    dataset: [1, 2, 3, 4].map((n) => ({ id: `row-${n}`, inputs: { n } })),
    function: ({ inputs }) => inputs.n,
    evaluators: [{ name: "grade", evaluate: (n) => (n % 2 === 0 ? n : "odd") }],
  });
  const text = renderResult(result);
  expect(text).toMatch(/^ {2}grade +3\.000 +2 of 4 +0 +2 +0$/m);
  expect(text).toMatch(/^ {2}grade: odd 2$/m);
});
