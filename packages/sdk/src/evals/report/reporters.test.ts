import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { compareRuns } from "../runs/compare-runs.js";
import { isGoodResult } from "../runs/is-good-result.js";
import { evaluate } from "../evaluate.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";
import { createReporter } from "./create-reporter.js";
import { toCaseData } from "./html/case-data.js";
import { renderHtml } from "./html/render-html.js";
import { renderJunit } from "./render-junit.js";
import { renderMarkdown } from "./render-markdown.js";
import { renderResult } from "./render.js";
import { validateJunit } from "./fixtures/validate-junit.js";
import type { Reporter } from "../types/reporter.js";
import { terminalReporter, type TerminalOutput } from "./terminal-reporter.js";

interface Row {
  readonly id?: string;
  readonly inputs: { readonly n: number };
}

type Options = Partial<EvaluateOptions<Row, unknown>>;

const rows = (count: number): Row[] => Array.from({ length: count }, (_, n) => ({ inputs: { n } }));

/** One case in five throws, one in five is wrong. */
const run = (options: Options): Promise<EvaluationResult> =>
  evaluate<Row, unknown>({
    name: "trial",
    disableTracing: true,
    journal: false,
    dataset: rows(10),
    retries: 0,
    function: ({ inputs }) => {
      if (inputs.n % 5 === 3) throw new Error(`no answer\nto ${inputs.n}`);
      return inputs.n;
    },
    evaluators: [
      { name: "exact", evaluate: (_outputs, { n }) => n % 5 !== 2 },
      { name: "size", evaluate: (_outputs, { n }) => n / 10 },
    ],
    gates: { exact: { min: 0.9 }, size: { min: 0.1 } },
    reproduceCommand: ["again", "--filter", "{id}"],
    ...options,
  });

/** As a server keeps it beside its baseline. */
async function runOnServer(): Promise<EvaluationResult> {
  const result = await run({ dataset: rows(3) });
  const comparison = { ...compareRuns(result, result), url: "https://hive/compare?new=2&old=1" };
  return { ...result, url: "https://hive/runs/2", comparison };
}

function captureOutput(isTerminal: boolean): TerminalOutput & {
  readonly out: () => string;
  readonly err: () => string;
} {
  let [out, err] = ["", ""];
  return {
    out: () => out,
    err: () => err,
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    isTerminal,
    columns: 100,
  };
}

const hostile = `"><script>alert(1)</script>&amp;\u0000\u0007\ud800 ]]> @team #12 | \`code\` [x](javascript:1)\u001b[31m`;

describe("the terminal reporter", () => {
  it("lists as many cases that went wrong as it is told, and counts the rest", async () => {
    const text = renderResult(await run({ dataset: rows(20) }), { maxProblems: 2 });
    expect(text.match(/again --filter/g)).toHaveLength(2);
    expect(text).toContain("and 6 more cases that went wrong");
  });

  it.each([10, 1000, 10_000])("writes at most 60 lines for %d cases", async (count) => {
    const output = captureOutput(false);
    const manyScores = Array.from({ length: count === 10_000 ? 2 : 11 }, (_, index) => ({
      name: `metric ${index}`,
      evaluate: () => index,
    }));
    await run({
      dataset: rows(count),
      reporters: [createReporter("terminal", { output })],
      evaluators: [{ name: "exact", evaluate: () => false }, ...manyScores],
      gates: Object.fromEntries(manyScores.map(({ name }) => [name, { min: 20 }])),
      runEvaluators: [
        {
          name: "values",
          evaluate: () => Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`${n}`, n])),
        },
      ],
      trials: count === 10 ? 6 : 1,
    });
    const lines = `${output.err()}${output.out()}`.split("\n");
    expect(lines.length).toBeLessThanOrEqual(60);
    expect(lines.length).toBeGreaterThan(30);
    expect(output.err()).toContain(count === 10 ? "of 60 trials" : `of ${count} cases`);
    expect(output.out()).toContain("more cases that went wrong");
    expect(output.out()).toContain("gate FAILED: metric 0 must be at least 20, got 0.0000");
  });

  it("draws one line on a terminal, with the time left and the case that takes long", async () => {
    const output = captureOutput(true);
    let nowMs = 0;
    const reporter = terminalReporter(output, () => nowMs);
    reporter.onRunStart?.({ runId: "r", name: "trial", total: 4, trials: 1 });
    reporter.onCaseStart?.({ index: 0, trial: 0, datapointId: "slow" });
    reporter.onCaseStart?.({ index: 1, trial: 0, datapointId: "fast" });
    nowMs = 20_000;
    const { cases } = await run({ dataset: rows(1) });
    const [latest] = cases;
    if (latest === undefined) throw new Error("Expected a case.");
    reporter.onCaseEnd?.({
      completed: 1,
      total: 4,
      latest: { ...latest, datapointId: "fast", outcome: "errored" },
    });
    expect(output.err()).toBe(
      `\r\u001b[2K${"█".repeat(7)}${"░".repeat(23)}  1/4  trial  1 error  eta 1 min 0 s  slow runs for 20.0 s`,
    );
    await reporter.onRunEnd?.(await run({ dataset: rows(1) }));
    expect(output.err().endsWith("\r\u001b[2K")).toBe(true);
  });

  it("ends with the addresses of the run and of its comparison", async () => {
    const output = captureOutput(false);
    await terminalReporter(output).onRunEnd?.(await runOnServer());
    expect(output.err()).toBe("https://hive/runs/2\nhttps://hive/compare?new=2&old=1\n");
  });

  it("reckons the time left from what ran now, not from what an earlier run had ended", async () => {
    const output = captureOutput(true);
    let nowMs = 0;
    const reporter = terminalReporter(output, () => nowMs);
    reporter.onRunStart?.({ runId: "r", name: "trial", total: 10, trials: 1 });
    const [latest] = (await run({ dataset: rows(1) })).cases;
    if (latest === undefined) throw new Error("Expected a case.");
    for (let completed = 1; completed <= 5; completed++) {
      reporter.onCaseEnd?.({ completed, total: 10, latest });
    }
    reporter.onCaseStart?.(latest);
    nowMs = 2000;
    reporter.onCaseEnd?.({ completed: 6, total: 10, latest });
    expect(output.err()).toMatch(/6\/10 {2}trial {2}eta 8\.0 s$/);
    await reporter.onRunEnd?.(await run({ dataset: rows(1) }));
  });

  it("says why a run is not good though its gates have passed", async () => {
    const text = "not good all the same: 2 errored or timed out, which no gate excuses";
    const result = await run({ gates: { exact: { min: 0.1 } } });
    expect(isGoodResult(result)).toBe(false);
    expect(renderResult(result)).toContain(`  ${text}\n`);
    expect(renderMarkdown(result)).toContain(`- ❌ ${text}\n`);
    expect(renderHtml([result])).toContain(text);
    const failed = await run({});
    const whole = await run({ dataset: rows(2), gates: { exact: { min: 0.1 } } });
    for (const other of [failed, whole]) expect(renderResult(other)).not.toContain("all the same");
  });

  it("says of how many cases and trials the numbers are", async () => {
    const result = await run({ dataset: rows(4), trials: 3 });
    expect(renderResult(result)).toContain("trial: 4 cases × 3 trials in ");
    expect(renderMarkdown(result)).toContain("4 cases × 3 trials: ");
    expect(renderHtml([result])).toContain("4 cases × 3 trials, ");
    const said: string[] = [];
    const output = { stdout: () => undefined, stderr: (text: string) => said.push(text) };
    const reporter = createReporter("terminal", {
      output: { ...output, isTerminal: false, columns: 80 },
    });
    await run({ dataset: rows(4), trials: 3, reporters: [reporter] });
    expect(said.at(-1)).toContain("trial: 12 of 12 trials, ");
  });

  it("lists what failed and counts what was cut off", async () => {
    const controller = new AbortController();
    const result = await run({
      concurrency: 1,
      evaluators: [{ name: "exact", evaluate: () => false }],
      gates: undefined,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    const text = renderResult(result);
    expect(text).toContain("1 failed · 9 cancelled");
    expect(text.match(/again --filter/g)).toHaveLength(1);
    expect(text).not.toContain("more cases that went wrong");
  });

  it("calls a run good only where nothing failed, or gates say that enough was right", async () => {
    const dataset = rows(3);
    const failing = await run({ dataset, gates: undefined });
    const judged = await run({ dataset, gates: { exact: { min: 0.5 } } });
    const spotless = await run({ dataset: rows(2), gates: undefined });
    const heads = [failing, judged, spotless].map((result) => renderMarkdown(result).slice(0, 6));
    expect(heads).toEqual(["### ⚠️", "### ✅ ", "### ✅ "]);
  });

  it("gives each failure with the command that runs it again, worst first", async () => {
    const output = captureOutput(false);
    const { cases } = await run({ reporters: [createReporter("terminal", { output })] });
    const [thrown, wrong] = [cases[3]?.datapointId, cases[2]?.datapointId];
    const text = output.out();
    expect(text).toContain(
      `  case 4 (${thrown}): errored: no answer to 3\n    inputs {"n":3}\n    again --filter ${thrown}\n`,
    );
    expect(text).toContain(
      `  case 3 (${wrong}): failed: exact is false\n    inputs {"n":2} · outputs 2\n    again --filter ${wrong}\n`,
    );
    expect(text.indexOf("case 9")).toBeLessThan(text.indexOf("case 3"));
  });

  it("lets nothing of a case steer the terminal", async () => {
    const output = captureOutput(false);
    await run({
      name: hostile,
      dataset: [{ id: `it's ${hostile}`, inputs: { n: 3 } }],
      select: { ids: `it's ${hostile}` },
      reporters: [createReporter("terminal", { output })],
    });
    // oxlint-disable-next-line no-control-regex
    expect(output.out()).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(output.out()).toContain(String.raw`again --filter $'it\'s "><script>`);
  });
});

describe("reporters", () => {
  it("are told of the run, its cases and its end, in order", async () => {
    const heard: string[] = [];
    const reporter: Reporter = {
      onRunStart: ({ name, total }) => void heard.push(`start ${name} ${total}`),
      onCaseStart: ({ index }) => void heard.push(`case ${index}`),
      onCaseEnd: ({ completed, latest }) => void heard.push(`end ${completed} ${latest.outcome}`),
      onRunEnd: async ({ outcomes }) => {
        await Promise.resolve();
        heard.push(`passed ${outcomes.passed}`);
      },
    };
    await run({ dataset: rows(2), concurrency: 1, reporters: [reporter] });
    expect(heard).toEqual([
      "start trial 2",
      "case 0",
      "end 1 passed",
      "case 1",
      "end 2 passed",
      "passed 2",
    ]);
  });

  it("that throw or reject cost nothing but their report, which the result says", async () => {
    const fail = (): never => {
      throw new Error("no paper");
    };
    const result = await run({
      gates: { exact: { min: 0.1 } },
      dataset: rows(2),
      reporters: [
        { onRunStart: fail, onCaseStart: fail, onCaseEnd: fail, onRunEnd: async () => fail() },
        { name: "json", path: "/dev/null/impossible.json" },
        { name: "html", path: "/proc/impossible/report.html" },
      ],
    });
    expect(result.outcomes.passed).toBe(2);
    expect(result.reportErrors).toEqual([
      "no paper",
      expect.stringMatching(
        /^Expected to write \/dev\/null\/impossible.json, got E[A-Z]+: .*Check/,
      ),
      expect.stringMatching(/^Expected to write \/proc\/impossible\/report.html, got E[A-Z]+: /),
    ]);
    expect([isGoodResult(result), isGoodResult({ ...result, reportErrors: [] })]).toEqual([
      false,
      true,
    ]);
  });

  it.each([
    ["htlm", 'Did you mean "html"?'],
    [{ onRunEnded: () => undefined }, "`onRunEnded`"],
    [{ name: "html", path: 5 }, "path"],
    [5, "5"],
  ])("that are %j are refused", async (reporter, expected) => {
    const wrong = [reporter] as unknown as NonNullable<Options["reporters"]>;
    await expect(run({ reporters: wrong })).rejects.toThrow(expected);
  });

  it("write files of all the runs they were given", async () => {
    await using folder = await makeTemporaryDirectory();
    const path = (name: string): string => join(folder.path, "deep", name);
    const reporters = (["json", "junit", "markdown", "html", "terminal"] as const).map((name) =>
      createReporter(name, { path: path(name) }),
    );
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    await run({ name: "one", reporters, function: () => cyclic });
    await run({ name: "two", reporters });
    for (const name of ["junit", "markdown", "html", "terminal"]) {
      const text = await readFile(path(name), "utf8");
      expect(text).toContain("one");
      expect(text).toContain("two");
    }
    const json = JSON.parse(await readFile(path("json"), "utf8")) as {
      runs: EvaluationResult[];
    };
    expect(json.runs.map(({ name, cases }) => [name, cases.length])).toEqual([
      ["one", 10],
      ["two", 10],
    ]);
    expect(json.runs[1]).toMatchObject({
      outcomes: { errored: 2, failed: 2, passed: 6 },
      metrics: [{ name: "exact", counted: 8, missing: 2, total: 10 }, { name: "size" }],
      environment: {
        node: process.versions.node,
        git: { commit: expect.stringMatching(/^\w{40}/) },
      },
    });
  });
});

describe("the Markdown report", () => {
  it("shows verdict, denominators and gates, and folds what went wrong", async () => {
    const text = renderMarkdown(await run({}));
    expect(text.split("\n").length).toBeLessThan(30);
    expect(text).toContain("### ❌ trial");
    expect(text).toContain("| exact | 0.750 | 8 of 10 (2 missing) |");
    expect(text).toContain("❌ gate **failed**: exact must be at least 0.9, got 0.7500");
    expect(text).toContain("<details><summary>4 cases went wrong</summary>");
    expect(text).toMatch(/<br>inputs .*n.*2.* · outputs 2<br><code>again --filter EXT-/);
  });

  it("links the run and its comparison", async () => {
    expect(renderMarkdown(await runOnServer())).toContain(
      " · [run](https://hive/runs/2) · [comparison](https://hive/compare?new=2&old=1)\n",
    );
  });

  it("leaves the text of cases as text, and mentions nobody", async () => {
    const result = await run({
      dataset: [{ id: hostile, inputs: { n: 3 } }],
      function: () => {
        throw new Error(hostile);
      },
    });
    const text = renderMarkdown({ ...result, name: hostile });
    expect(text).not.toContain("<script");
    expect(text).not.toContain("@team");
    expect(text).not.toContain("](javascript");
    expect(text.length).toBeLessThan(5000);
  });
});

describe("the HTML report", () => {
  it("shows dates and big numbers without quotes", async () => {
    const { cases } = await run({ function: ({ inputs }) => [new Date(0), 12n, "x"][inputs.n] });
    const data = toCaseData({ ...(await run({})), cases });
    expect(data.slice(0, 3).map(({ outputs }) => outputs)).toEqual([
      "1970-01-01T00:00:00.000Z",
      "12",
      "x",
    ]);
  });
});

describe("the JUnit report", () => {
  it("has a test for each case and gate, and counts as the run does", async () => {
    const xml = renderJunit([await run({})]);
    expect(xml).toMatch(/<testsuite name="trial" .*tests="12" failures="3" errors="2" skipped="0"/);
    expect(xml.match(/<testcase /g)).toHaveLength(12);
    expect(xml.match(/<failure /g)).toHaveLength(3);
    expect(xml.match(/<error /g)).toHaveLength(2);
    expect(xml).toContain("Run it again: again --filter EXT-");
    expect(xml).toContain('<property name="counted.exact" value="8 of 10"/>');
  });

  it("is valid, whatever cases are called and say", async () => {
    const hostileRun = await run({
      name: hostile,
      trials: 2,
      maxErrors: 1,
      concurrency: 1,
      dataset: [3, 2, 1].map((n) => ({ id: `${hostile} ${n}`, inputs: { n } })),
      function: () => {
        throw new Error(hostile);
      },
    });
    const xml = renderJunit([await run({}), hostileRun]);
    expect(await validateJunit(xml)).toEqual([]);
    expect(xml).toContain("<skipped ");
    expect(await validateJunit(xml.replace('hostname="', 'host="'))).not.toEqual([]);
  });
});
