import { mkdir, readFile, realpath, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { beforeEach, expect, test } from "vitest";

import { processState } from "../../../core/process-state.js";
import { evaluate } from "../../evaluate.js";
import type { EvaluateOptions } from "../../types/evaluate-options.js";
import type { EvaluationResult } from "../../types/evaluation-result.js";
import { githubReport, type GithubReport, type GithubReportOptions } from "./github-report.js";

interface Row {
  readonly id: string;
  readonly inputs: { readonly n: number };
}

const rows = (count: number): Row[] =>
  Array.from({ length: count }, (_, n) => ({ id: `row-${n}`, inputs: { n } }));

/** Of three cases one passes, one fails and one errors. */
const run = (options: Partial<EvaluateOptions<Row, unknown>> = {}): Promise<EvaluationResult> =>
  evaluate<Row, unknown>({
    name: "trial",
    disableTracing: true,
    journal: false,
    retries: 0,
    dataset: rows(3),
    function: ({ inputs }) => {
      if (inputs.n % 3 === 2) throw new Error(`no answer: 100%\nto ${inputs.n}`);
      return inputs.n;
    },
    evaluators: [{ name: "exact", evaluate: (_outputs, { n }) => n % 3 === 0 }],
    reproduceCommand: ["again", "{id}"],
    ...options,
  });

interface Written {
  readonly out: string;
  readonly err: string;
}

async function write(
  fill: (report: GithubReport) => void,
  options: GithubReportOptions = {},
): Promise<Written> {
  let [out, err] = ["", ""];
  const report = githubReport({
    environment: { GITHUB_ACTIONS: "true" },
    output: { stdout: (text) => void (out += text), stderr: (text) => void (err += text) },
    ...options,
  });
  fill(report);
  await report.write();
  return { out, err };
}

// The process is the step of which GitHub shows so many.
beforeEach(() => Object.assign(processState.shownAnnotations, { error: 0, warning: 0 }));

test("annotates gates, errors and cases that failed, escaped as GitHub reads them", async () => {
  const given = await run({
    name: "a: b, c",
    gates: { exact: { min: 0.9 } },
    runEvaluators: [
      function whole() {
        throw new Error("\u001b[31mno idea\u001b[0m");
      },
    ],
  });
  const thrownAt = "src/answer.ts:3:17";
  const result = {
    ...given,
    runScores: given.runScores.map((score) => ({ ...score, thrownAt })),
    cases: given.cases.map((one) => (one.outcome === "errored" ? { ...one, thrownAt } : one)),
  };
  const { err } = await write((report) => report.add(result, "evals/a.eval.ts"));
  expect(err).toBe(`
::error file=evals/a.eval.ts,title=a%3A b%2C c%3A gate failed::exact must be at least 0.9, got 0.5000
::error file=src/answer.ts,line=3,title=a%3A b%2C c%3A whole failed::no idea, at src/answer.ts:3:17
::error file=src/answer.ts,line=3,title=a%3A b%2C c%3A case 3 (row-2)::errored: no answer: 100%25 to 2, at src/answer.ts:3:17%0Ainputs {"n":2}%0ARun it again: again row-2
::warning file=evals/a.eval.ts,title=a%3A b%2C c%3A case 2 (row-1)::failed: exact is false%0Ainputs {"n":1} · outputs 1%0ARun it again: again row-1
`);
});

test("annotates evaluations that did not run where it is known why, and runs that stopped", async () => {
  const stopped = await run({ maxErrors: 1, dataset: rows(9), concurrency: 1 });
  const { err } = await write((report) => {
    report.add(stopped, "a.eval.ts");
    report.fail({ file: "b.eval.ts", place: "src/b.ts:7:1", message: "wrong\r\nword" });
    report.fail({ file: "c.eval.ts", message: "no dataset" });
  });
  expect(err.split("\n").slice(0, 4)).toEqual([
    "",
    "::error file=src/b.ts,line=7,title=b.eval.ts did not run::wrong%0Aword",
    "::error file=c.eval.ts,title=c.eval.ts did not run::no dataset",
    expect.stringMatching(
      /^::error file=a\.eval\.ts,title=trial%3A stopped early::1 case.*maxErrors/,
    ),
  ]);
});

test("shows ten of each kind over all runs of a process, gates first, and counts the rest", async () => {
  const many = await run({ dataset: rows(60) });
  const gated = await run({ dataset: rows(2), gates: { exact: { min: 0.9 } } });
  const { err } = await write((report) => {
    report.add(many, "a.eval.ts");
    report.add(gated, "b.eval.ts");
  });
  const lines = err.trim().split("\n");
  expect(lines.filter((line) => line.startsWith("::error"))).toHaveLength(10);
  expect(lines.filter((line) => line.startsWith("::warning"))).toHaveLength(10);
  expect(lines[0]).toContain("b.eval.ts,title=trial%3A gate failed");
  expect(lines[9]).toMatch(/^::error title=12 more errors::GitHub shows 10/);
  expect(lines[19]).toMatch(/^::warning title=12 more warnings::/);
  expect((await write((report) => report.add(gated))).err).toBe("");
});

test("names files as they are in the checkout, and none that is outside of it", async () => {
  await using folder = await makeTemporaryDirectory();
  const root = await realpath(folder.path);
  await mkdir(join(root, "checkout/evals"), { recursive: true });
  await symlink(join(root, "checkout"), join(root, "work"));
  await writeFile(join(root, "checkout/evals/a.eval.ts"), "");
  const environment = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: join(root, "work") };
  const { err } = await write(
    (report) => {
      report.fail({ file: join(root, "checkout/evals/a.eval.ts"), message: "1" });
      report.fail({ file: join(root, "work/evals/a.eval.ts"), place: "/lib/x.ts:1", message: "2" });
      report.fail({ file: join(root, "elsewhere.ts"), message: "3" });
    },
    { environment },
  );
  expect(err.trim().replaceAll(/title=[^:]*/g, "title")).toBe(
    "::error file=evals/a.eval.ts,title::1\n::error file=evals/a.eval.ts,title::2\n::error title::3",
  );
});

test("appends to the summary of the step what was added since the last time", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = join(folder.path, "summary.md");
  await writeFile(path, "# of others");
  const environment = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: path };
  const report = githubReport({
    environment,
    output: { stdout: () => undefined, stderr: () => undefined },
  });
  report.add(await run({ name: "one" }));
  report.fail({ file: "b.eval.ts", message: "<wrong>" });
  await report.write();
  await report.write();
  report.add(await run({ name: "two" }));
  await report.write();
  const text = await readFile(path, "utf8");
  expect(text.match(/^#+ .*/gm)).toEqual([
    "# of others",
    "### ❌ b.eval.ts",
    "### ❌ one",
    "### ❌ two",
  ]);
  expect(text).toContain("\n\n&#60;wrong&#62;\n\n### ❌ one\n");
});

test("keeps the summary within what GitHub takes, and says what was cut", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = join(folder.path, "summary.md");
  const failing = await run({
    dataset: rows(300),
    function: () => {
      throw new Error("ä<|".repeat(100));
    },
  });
  const environment = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: path };
  const full = await write(
    (report) => {
      for (let count = 0; count < 60; count++) report.add(failing);
    },
    { environment },
  );
  const text = await readFile(path, "utf8");
  expect(text).toContain("300 cases went wrong");
  expect(full.err).not.toContain("no room");
  // Room for the heading and the note, not for the table, whatever is said of the commit.
  await writeFile(path, "x".repeat(1_048_440));
  await write((report) => report.add(failing), { environment });
  expect((await readFile(path, "utf8")).slice(1_048_440)).toMatch(/### ❌ trial\n[^]*… cut here/);
  expect((await stat(path)).size).toBeLessThanOrEqual(1_048_576);
  await writeFile(path, "x".repeat(1_048_570));
  const { err } = await write((report) => report.add(failing), { environment });
  expect(err).toContain(`${path} has no room for the summary: GitHub takes 1048576 bytes`);
  expect((await stat(path)).size).toBe(1_048_570);
});

test("is silent outside of GitHub Actions, and where nothing went wrong", async () => {
  const result = await run();
  for (const environment of [{}, { GITHUB_ACTIONS: "false" }]) {
    const fill = (report: GithubReport): void => report.add(result);
    expect(await write(fill, { environment, path: "-" })).toEqual({ out: "", err: "" });
  }
  const good = await run({ dataset: rows(1) });
  const { out, err } = await write((report) => report.add(good), { path: "-" });
  expect([out.slice(0, 11), err]).toEqual(["### ✅ trial", ""]);
});

test("is named as other reporters are", async () => {
  await using folder = await makeTemporaryDirectory();
  const path = join(folder.path, "missing/summary.md");
  const before = process.env["GITHUB_ACTIONS"];
  process.env["GITHUB_ACTIONS"] = "true";
  try {
    const { reportErrors } = await run({
      dataset: rows(1),
      reporters: ["github", { name: "github", path }],
    });
    expect(reportErrors).toEqual([
      expect.stringMatching(/^Expected to append the summary to .*summary\.md, got ENOENT.*Check/),
    ]);
  } finally {
    if (before === undefined) delete process.env["GITHUB_ACTIONS"];
    else process.env["GITHUB_ACTIONS"] = before;
  }
});
