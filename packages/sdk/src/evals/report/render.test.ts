import { describe, expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import { classification } from "../evaluators/classification.js";
import { exactMatch } from "../evaluators/exact-match.js";
import { compareRuns } from "../runs/compare-runs.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import { validateJunit } from "./fixtures/validate-junit.js";
import { renderHtml } from "./html/render-html.js";
import { renderComparison } from "./render-comparison.js";
import { renderJunit } from "./render-junit.js";
import { renderMarkdown } from "./render-markdown.js";
import { renderResult } from "./render.js";

interface Row {
  readonly id?: string;
  readonly inputs: { readonly n: number };
  readonly groundTruth?: unknown;
}

type Options = Partial<EvaluateOptions<Row, unknown>>;

const run = (options: Options): Promise<EvaluationResult> =>
  evaluate<Row, unknown>({
    name: "trial",
    disableTracing: true,
    journal: false,
    dataset: [{ inputs: { n: 1 } }],
    retries: 0,
    function: ({ inputs }) => inputs.n,
    evaluators: [],
    reproduceCommand: ["again", "--filter", "{id}"],
    ...options,
  });

describe("names with line ends and escapes", () => {
  const name = "a\n| b |\u001b[2J\u009b\u202eb";
  const shown = String.raw`a | b |\x1b[2J\x9b\u202eb`;
  const ofAll = async () => {
    const options: Options = {
      name,
      dataset: [{ id: name, inputs: { n: 1 } }],
      evaluators: [
        { name, weight: 2, evaluate: () => 0.5 },
        { name: `${name} text`, evaluate: () => name },
        { name: `${name} none`, evaluate: () => null },
        { name: `${name} no`, evaluate: () => ({ score: false, explanation: name }) },
      ],
      gates: { [name]: { min: 0.1 }, [`other ${name}`]: { min: 1 } },
      runEvaluators: [{ name, evaluate: () => name }],
      metadata: { [name]: name },
    };
    const [before, after] = [await run({ ...options, metadata: {} }), await run(options)];
    return { ...after, comparison: compareRuns(after, before) };
  };
  // The page's own script and data aside.
  const withoutScripts = (html: string): string => html.replaceAll(/<script[^]*?<\/script>/g, "");

  it("stay on one line in every report, where the escapes can be seen", async () => {
    const result = await ofAll();
    const markdown = renderMarkdown(result);
    const reports = [
      renderResult(result),
      renderComparison(result.comparison),
      markdown,
      renderJunit([result]),
      withoutScripts(renderHtml([result])),
    ];
    for (const report of reports) {
      // oxlint-disable-next-line no-control-regex
      expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      // With what follows in the name: ids of commits end in "a", too, and end lines.
      expect(report).not.toMatch(/a(\n|&#10;)(\||&#124;)/);
      expect(report).toMatch(/\\x1b|&#92;x1b/);
    }
    const [terminal = "", comparison = ""] = reports;
    expect(terminal).toMatch(/^ {2}metric +mean +counted/m);
    expect(terminal).toContain(`\n  ${shown}       0.500   1 of 1`);
    expect(comparison.replaceAll(/ +/g, " ")).toContain(`\n ${shown} 0.500 0.500`);
    expect(markdown.match(/^\| a &#124; b/gm)).toHaveLength(8);
    expect(await validateJunit(renderJunit([result]))).toEqual([]);
  });

  it("take no colours of messages along", async () => {
    const result = await run({
      function: () => {
        throw new Error("\u001b[31mexpected\u001b[39m 1");
      },
    });
    expect(renderResult(result)).toContain("errored: expected 1\n");
    expect(renderJunit([result])).toContain("errored: expected 1");
  });
});

it("writes what is whole of the run as it is, in every report", async () => {
  const result = await run({
    runEvaluators: [
      function counts() {
        return { rows: 6, share: 0.5 };
      },
    ],
  });
  expect(renderJunit([result])).toContain('name="run.rows" value="6"');
  for (const report of [renderResult(result), renderMarkdown(result), renderHtml([result])]) {
    expect(report).toMatch(/\brows: 6(?![.\d])/);
    expect(report).toContain("share: 0.500");
  }
});

describe("the terminal's summary", () => {
  const few = ["yes", "no", "maybe", "never", "a", "b", "c", "d"];
  const classified = (count: number, labels = few): Promise<EvaluationResult> =>
    run({
      dataset: Array.from({ length: count }, (_, n) => ({
        inputs: { n },
        groundTruth: labels[n % labels.length],
      })),
      function: () => "yes",
      evaluators: [exactMatch()],
      runEvaluators: [classification()],
    });

  it("shows each value of a run that leaves room for them", async () => {
    const text = renderResult(await classified(8));
    expect(text).toMatch(
      /^ {2}label +precision +recall +f1\n {2}─.*\n {2}classification\.yes +0\.125 +1\.000 +0\.222\n/m,
    );
    expect(text).toMatch(/^ {2}classification\.never +– +0\.000 +0\.000$/m);
    expect(text).not.toMatch(/more (values|labels)/);
    expect(text).toContain('\n    inputs {"n":1} · outputs "yes" · expected "no"\n');
    expect(text.match(/again --filter/g)).toHaveLength(7);
  });

  it("counts those that would leave no room for what went wrong", async () => {
    const many = Array.from({ length: 20 }, (_, n) => `label ${n}`);
    const text = renderResult(await classified(80, ["yes", ...many]));
    expect(text).toContain("… and 17 more labels");
    expect(text).toContain('failed: exact_match is false · inputs {"n":1} · outputs "yes"');
    expect(text.split("\n").length).toBeLessThanOrEqual(48);
    expect(text.match(/again --filter/g)).toHaveLength(10);
  });
});

it("gives no two properties of JUnit one name, whatever metrics are called", async () => {
  const evaluators = ["a", "a.counted", "counted.a"].map((name) => ({
    name,
    evaluate: () => 1,
  }));
  const xml = renderJunit([await run({ evaluators })]);
  const names = Array.from(xml.matchAll(/<property name="([^"]*)"/g), ([, name]) => name);
  expect(names).toContain("counted.a.counted");
  expect(new Set(names).size).toBe(names.length);
});

it("shows pass@k and pass^k wherever it shows metrics", async () => {
  const result = await evaluate({
    name: "trials",
    disableTracing: true,
    journal: false,
    trials: 2,
    dataset: [{ inputs: { n: 0 } }, { inputs: { n: 1 } }],
    function: ({ inputs, trial }) => inputs.n + trial,
    evaluators: [{ name: "positive", evaluate: (output: number) => output > 0 }],
  });
  expect(renderResult(result)).toMatch(/k = 2 +1\.000 +0\.500 +2\n/);
  expect(renderMarkdown(result)).toContain("| k = 2 | 1.000 | 0.500 | 2 |");
  expect(renderHtml([result])).toContain(
    "<tr><td>k = 2</td><td>1.000</td><td>0.500</td><td>2</td></tr>",
  );
  expect(renderJunit([result])).toContain('<property name="pass^2" value="0.5"/>');
});
