import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { runNode } from "../support/run-node.js";
import { obtainProject } from "../support/obtain-project.js";

const root = fileURLToPath(new URL("fixtures", import.meta.url));
const program = fileURLToPath(new URL("../../node_modules/vitest/vitest.mjs", import.meta.url));

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

async function runVitest(
  file: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<{
  readonly exitCode: number | null;
  readonly report: Report;
  readonly messages: Map<string, string>;
}> {
  await using folder = await makeTemporaryDirectory();
  const output = join(folder.path, "report.json");
  const { exitCode, stdout, stderr } = await runNode({
    program,
    cwd: root,
    args: ["run", file, "--reporter=json", `--outputFile=${output}`, ...args],
    environment,
  });
  const text = await readFile(output, "utf8").catch(() => {
    throw new Error(stdout + stderr);
  });
  const report = JSON.parse(text) as Report;
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const messages = tests.map(({ fullName, status, failureMessages }): [string, string] => [
    fullName,
    status === "failed" ? failureMessages.join("\n") : status,
  ]);
  return { exitCode, report, messages: new Map(messages) };
}

test("runs a test for each case and one for the gates, as one run on the server and in the journal", async () => {
  const project = await obtainProject();
  await using journal = await makeTemporaryDirectory();
  const environment = {
    JOURNAL: journal.path,
    HH_API_URL: project.url,
    HH_API_KEY: project.apiKey,
  };
  const { exitCode, report, messages } = await runVitest("good", [], environment);
  expect({ exitCode, report }).toMatchObject({ exitCode: 0, report: { numPassedTests: 6 } });
  expect([...messages.keys()].slice(0, 5)).toEqual([
    "doubles case 1 (row-1)",
    "doubles case 2 (row-2)",
    "doubles case 3 (row-3)",
    "doubles case 4 (row-4)",
    "doubles gates",
  ]);
  const { evaluations } = await project.client("listRuns", { query: {} });
  expect(evaluations).toMatchObject([
    {
      name: "doubles",
      status: "completed",
      results: {
        outcomes: { passed: 6, failed: 2 },
        metrics: [{ name: "exact", mean: 0.75 }],
        gates: [{ metric: "exact", hasPassed: true }],
      },
    },
  ]);
  expect(await readdir(journal.path)).toEqual([`${evaluations[0]?.run_id}.ndjson`]);

  const one = await runVitest("good", ["-t", "row-2"], environment);
  expect(one.report).toMatchObject({ numPassedTests: 1, numFailedTests: 0 });
  const { evaluations: after } = await project.client("listRuns", { query: {} });
  const selected = after.find(({ configuration }) => "selection" in configuration);
  expect(selected).toMatchObject({
    datapoint_ids: [expect.any(String)],
    results: { outcomes: { passed: 2 } },
  });
});

test("says with denominators what went wrong, and how to see it again", async () => {
  const { exitCode, messages } = await runVitest("failing");
  expect(exitCode).toBe(1);
  const message = (name: string): string => messages.get(name) ?? "no such test";
  expect(message("strict case 1 (row-1)")).toBe("passed");
  // Where it threw is where vitest shows the code.
  expect(message("strict case 2 (row-2)")).toMatch(
    /errored: no answer to 2, at \S*failing\.evals\.ts:13:\d+\n[^]*\n    at \/\S+failing\.evals\.ts:13:/,
  );
  expect(message("strict case 3 (row-3)")).toContain(
    'case 3 (row-3): failed: exact is false\ninputs: {"n":3}\noutputs: 0\nexpected: 6\n' +
      "again: npx vitest run failing.evals.ts -t '^strict case \\d+ \\(row-3\\)$'",
  );
  const [, pattern = ""] = /-t '(.+)'$/m.exec(message("strict case 3 (row-3)")) ?? [];
  const again = await runVitest("failing", ["-t", pattern, "--retry=2"]);
  const ran = [...again.messages].filter(([, outcome]) => outcome !== "skipped");
  expect(ran.map(([name]) => name)).toEqual(["strict case 3 (row-3)"]);
  // What is run once is not said to have failed three times.
  expect(ran[0]?.[1].match(/exact is false/g)).toHaveLength(1);
  expect(message("judged by gates case 2 (row-2)")).toContain("no answer to 2");
  expect(message("judged by gates case 3 (row-3)")).toBe("passed");
  expect(message("judged by gates gates")).toContain(
    "FAILED: exact must be at least 0.9, got 0.6667\n  exact: 0.667 over 3 of 4 (1 missing)",
  );
  expect(message("scored as a whole case 1 (row-1)")).toBe("passed");
  expect(message("scored as a whole evaluators of the run")).toContain("no idea");
  expect(message("stopped early case 1 (row-1)")).toBe("passed");
  for (const n of [2, 3, 4]) {
    expect(message(`stopped early case ${n} (row-${n})`).split("\n")).toEqual([
      `Error: case ${n} (row-${n}): skipped: The run had stopped: $0.1000 were spent (\`maxCost\`: 0.05).`,
      expect.stringMatching(/^ {4}at \/\S+failing\.evals\.ts:38:/),
    ]);
  }
  expect(message("gates")).toContain("exact: 0.667 over 3 of 4 (1 missing)");
  expect(message("no gates")).toContain("it has none: pass `gates`");
  expect(message("score")).toContain("at least 0.9 on exact, got 0.667 over 3 of 4 (1 missing)");
  expect(message("unknown metric")).toContain('Did you mean "exact"?');
  expect(message("errors")).toContain("to have no errors, got 1 in 4 cases");
  // Not of vitest's worker, which nobody starts by hand.
  expect(message("errors")).toContain("\n    HH_EVAL_CASES=row-2 npx vitest run failing.evals.ts");
  expect(message("no baseline")).toContain("it has no baseline");
  expect(message("not a result")).toContain("Expected a result of evaluate()");
});

test("skips, runs alone and announces evaluations as vitest does tests, and runs no case of those", async () => {
  await using journal = await makeTemporaryDirectory();
  const environment = { JOURNAL: journal.path };
  const skipped = await runVitest("skipped", [], environment);
  expect([skipped.exitCode, Object.fromEntries(skipped.messages)]).toEqual([
    0,
    {
      "skipped evaluation": "skipped",
      "skipped by a condition evaluation": "skipped",
      "not run by a condition evaluation": "skipped",
      "to be written evaluation": "todo",
      "not skipped case 1 (row)": "passed",
      "run case 1 (row)": "passed",
    },
  ]);
  expect(await readdir(journal.path)).toHaveLength(2);
  // CI would not let it pass otherwise, as with tests.
  const only = await runVitest("only", ["--allowOnly"], environment);
  expect([only.exitCode, Object.fromEntries(only.messages)]).toEqual([
    0,
    { "another case 1 (row)": "skipped", "this one case 1 (row)": "passed" },
  ]);
  expect(await readdir(journal.path)).toHaveLength(3);
});

test("fails the one test of an evaluation that cannot run, and leaves the others alone", async () => {
  const { exitCode, messages } = await runVitest("broken");
  expect([exitCode, [...messages.keys()]]).toEqual([
    1,
    [
      "of no file evaluation",
      "of rows that throw evaluation",
      "of a wrong option evaluation",
      "of rows case 1 (row)",
      "of no such run case 1 (one)",
      "of no such run case 2 (two)",
      "beside them",
    ],
  ]);
  const message = (name: string): string => messages.get(`${name} evaluation`) ?? "no such test";
  const at = (line: number): RegExp => new RegExp(`\\n {4}at /\\S+broken\\.evals\\.ts:${line}:`);
  expect(message("of no file")).toContain('Expected to read `dataset` "none.csv", got');
  expect(message("of no file")).toMatch(at(6));
  expect(message("of rows that throw")).toContain("no more rows");
  expect(message("of rows that throw")).toMatch(at(12));
  expect(message("of a wrong option")).toContain("Expected `trials` to be a positive integer");
  expect(message("of a wrong option")).toMatch(at(17));
  // Each of its tests ends with the run.
  for (const name of ["case 1 (one)", "case 2 (two)"]) {
    expect(messages.get(`of no such run ${name}`)).toContain("none");
  }
  expect([messages.get("of rows case 1 (row)"), messages.get("beside them")]).toEqual([
    "passed",
    "passed",
  ]);
});

test("says under fake timers that a run would wait for ever, and runs with a date that is fake", async () => {
  const { messages } = await runVitest("fake-timers");
  const said = [...messages].map(([name, message]) => [name, message.split("\n")[0]]);
  const expected = "Error: Expected timers that run, got those of vi.useFakeTimers()";
  expect(said).toEqual([
    ["all of them waits case 1 (row)", expect.stringContaining(expected)],
    ["all of them waits gates", expect.stringContaining(expected)],
    ["the date alone runs case 1 (row)", "passed"],
    ["the date alone runs gates", "passed"],
  ]);
});

test("is annotated once by vitest's reporter for GitHub, where code threw or the evaluation stands", async () => {
  await using folder = await makeTemporaryDirectory();
  const summary = join(folder.path, "summary.md");
  const { stdout, stderr } = await runNode({
    program,
    cwd: root,
    args: ["run", "annotated", "--reporter=github-actions"],
    environment: { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: root },
  });
  const commands = `${stdout}${stderr}`.split("\n").filter((line) => line.startsWith("::"));
  const places = commands.map((line) =>
    /file=.*?\/(\w+\.evals\.ts),title=[^,]* > (.*?),line=(\d+)/.exec(line),
  );
  expect(places.map((found) => found?.slice(1).join(" "))).toEqual([
    "annotated.evals.ts case 2 (row-2) 8",
    "annotated.evals.ts case 3 (row-3) 15",
    "annotated.evals.ts gates 22",
    "annotated.evals.ts evaluators of the run 30",
  ]);
  const text = await readFile(summary, "utf8");
  expect(text.match(/^### \S+ strict$/gm)).toHaveLength(1);
  expect(text).toContain("## Vitest Test Report");
});
