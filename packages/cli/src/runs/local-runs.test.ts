import { readFileSync, writeFileSync } from "node:fs";

import { makeTemporaryDirectory } from "@honeyhive/testing";
import { evaluate, exactMatch, latency, type EvaluationResult } from "honeyhive";
import { expect, test } from "vitest";

import { runCommand, type CommandResult } from "../testing/run-command.js";
import { describeCases } from "./describe-cases.js";

const environment = { HH_API_KEY: undefined, HH_API_URL: undefined };

const runs = (argv: readonly string[], env = {}): Promise<CommandResult> =>
  runCommand(["runs", ...argv], { ...environment, ...env });

/** Right for the first `right` of four; the fourth is an error. */
function runWithoutServer(journal: string, name: string, right: number): Promise<EvaluationResult> {
  return evaluate({
    name,
    journal,
    disableTracing: true,
    metadata: { model: { right } },
    dataset: [1, 2, 3, 4].map((n) => ({ inputs: { n }, groundTruth: n })),
    function: ({ inputs: { n } }) => {
      if (n === 4) throw new Error("no four");
      return n <= right ? n : 0;
    },
    evaluators: [exactMatch(), latency()],
  });
}

test("shows pass@k and pass^k of cases that were run several times", async () => {
  await using folder = await makeTemporaryDirectory();
  await evaluate({
    name: "flaky",
    journal: folder.path,
    disableTracing: true,
    trials: 2,
    dataset: [1, 2, 3, 4].map((n) => ({ inputs: { n } })),
    function: ({ inputs: { n }, trial }) => n + trial,
    evaluators: [{ name: "small", evaluate: (sum: number) => sum < 4 }],
  });
  const where = ["--journal", folder.path];
  const { out } = await runs(["show", "latest", ...where]);
  expect(out).toMatch(/^trials +5 of 8 passed/m);
  expect(out).toMatch(/^pass@2 +0\.750 of 4 cases\npass\^2 +0\.500 of 4 cases\n$/m);
  const { datapoints } = JSON.parse((await runs(["show", "latest", "--json", ...where])).out) as {
    datapoints: { trial: number }[];
  };
  expect(datapoints.map(({ trial }) => trial)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
});

test("counts of money what cases took that errored, as the summary of the run does", async () => {
  await using folder = await makeTemporaryDirectory();
  const { cost } = await evaluate({
    name: "spent",
    journal: folder.path,
    disableTracing: true,
    dataset: [1, 2, 3, 4].map((n) => ({ inputs: { n } })),
    function: ({ inputs: { n }, addCost }) => {
      if (n === 1) return;
      addCost(0.25);
      if (n === 4) throw new Error("no four");
    },
  });
  expect(cost).toBe(0.75);
  const { out } = await runs(["show", "latest", "--journal", folder.path]);
  expect(out).toMatch(/^cost +\$0\.75 \(3 of 4\)$/m);
  expect(out).toMatch(/^duration .*\(3 of 4\)$/m);
});

test("shows what cases came to by what their rows say", async () => {
  await using folder = await makeTemporaryDirectory();
  await evaluate({
    name: "sliced",
    journal: folder.path,
    disableTracing: true,
    dataset: ["de", "fr", "de"].map((lang, n) => ({ inputs: { n }, metadata: { lang } })),
    function: ({ inputs: { n } }) => n,
    evaluators: [{ name: "low", evaluate: (n: number) => (n === 1 ? null : n < 2) }],
  });
  const show = ["show", "latest", "--journal", folder.path];
  const { out } = await runs([...show, "--slice-by", "lang", "--slice-by", "team"]);
  expect(out).toMatch(/^LANG +PASSED +LOW\nde +1 of 2 +0\.5(00)?\nfr +1 of 1 +–\n/m);
  expect(out).toContain(
    "No row says team in its metadata, as a text, a number, a boolean or a list of them.",
  );
});

test("shows weighted scores and scores of the run from its journal", async () => {
  await using folder = await makeTemporaryDirectory();
  await evaluate({
    name: "weighed",
    journal: folder.path,
    disableTracing: true,
    dataset: [{ inputs: { n: 1 } }],
    function: () => 1,
    evaluators: [{ name: "half", weight: 2, evaluate: () => 0.5 }],
    runEvaluators: [{ name: "rows", evaluate: (cases) => cases.length }],
  });
  const { out } = await runs(["show", "latest", "--journal", folder.path]);
  expect(out).toMatch(/^weighted score +0\.500 \(half × 2\)\nrows +1\n$/m);
});

test("shows how the run was judged by its gates", async () => {
  await using folder = await makeTemporaryDirectory();
  await evaluate({
    name: "judged",
    journal: folder.path,
    disableTracing: true,
    dataset: [{ inputs: { n: 1 } }],
    function: () => 1,
    evaluators: [{ name: "half", evaluate: () => 0.5 }],
    runEvaluators: [{ name: "rows", evaluate: (cases) => cases.length }],
    gates: { half: { min: 0.6 }, rows: { max: 1 } },
  });
  const { out } = await runs(["show", "latest", "--journal", folder.path]);
  expect(out).toContain(
    "\n\ngate FAILED: half must be at least 0.6, got 0.5000\n" +
      "gate passed: rows must be at most 1, got 1.0000\n",
  );
});

test("shows what the evaluation has shown: its aggregate, and cases that were not run", async () => {
  await using folder = await makeTemporaryDirectory();
  const { metrics } = await evaluate({
    name: "stopped",
    journal: folder.path,
    disableTracing: true,
    aggregate: "max",
    concurrency: 1,
    maxErrors: 1,
    dataset: [1, 2, 3, 4, 5].map((n) => ({ inputs: { n } })),
    function: ({ inputs: { n } }) => {
      if (n === 3) throw new Error("no three");
      return n;
    },
    evaluators: [{ name: "size", evaluate: (n: number) => n }],
  });
  expect(metrics[0]).toMatchObject({ aggregate: 2, counted: 2, missing: 3, total: 5 });
  const { out } = await runs(["show", "latest", "--journal", folder.path, "--json"]);
  expect(JSON.parse(out)).toMatchObject({
    metrics: {
      aggregation_function: "max",
      details: [{ aggregate: 2, counted: 2, missing: 3, total: 5 }],
    },
    datapoints: ["passed", "passed", "errored", "skipped", "skipped"].map((outcome) => ({
      outcome,
    })),
  });
});

test("lists, shows and compares the runs of journals, which need no server", async () => {
  await using folder = await makeTemporaryDirectory();
  const where = ["--journal", folder.path];
  const before = await runWithoutServer(folder.path, "one right", 1);
  const after = await runWithoutServer(folder.path, "two right", 2);

  const list = await runs(["list", ...where]);
  expect(list.out.trim().split("\n")).toEqual([
    expect.stringMatching(/^RUN +STATUS +CREATED \(UTC\) +CASES +NAME/),
    expect.stringMatching(new RegExp(`^${after.runId} +completed +\\S+ \\S+ +4 +two right`)),
    expect.stringMatching(new RegExp(`^${before.runId} +completed +\\S+ \\S+ +4 +one right`)),
  ]);
  const one = await runs(["list", "--name", "one right", "--json", ...where]);
  expect(JSON.parse(one.out)).toMatchObject([{ run_id: before.runId, status: "completed" }]);

  const show = await runs(["show", "latest", ...where]);
  expect(show.out).toContain("two right\n");
  expect(show.out).toMatch(
    /cases +2 of 4 passed: 1 failed, 1 errored\nduration +median \S+ \S+, p95 \S+ \S+ \(3 of 4\)\n/,
  );
  expect(show.out).toContain('\nmetadata\n  model  {"right":2}\n\nconfiguration\n');
  expect(show.out).toMatch(/exact_match +0\.667 +3 of 4 +0 +0 +1\n/);
  const shown = JSON.parse((await runs(["show", before.runId, "--json", ...where])).out);
  expect(shown).toMatchObject({
    success: false,
    passed: [before.cases[0]?.datapointId],
    metrics: {
      details: expect.arrayContaining([
        expect.objectContaining({
          metric_name: "exact_match",
          aggregate: before.metrics[0]?.mean,
          values: [1, 0, 0],
          datapoints: {
            passed: [before.cases[0]?.datapointId],
            failed: [before.cases[1]?.datapointId, before.cases[2]?.datapointId],
          },
        }),
      ]),
    },
  });

  const compared = await runs(["compare", "two right", "one right", ...where]);
  expect(compared.out).toContain("4 cases in both, 0 added, 0 removed, 0 edited (not compared)");
  expect(compared.out).toMatch(/\nCHANGED +OLD +NEW\nmodel\.right +1 +2\n\nMETRIC/);
  expect(compared.out).toMatch(
    /exact_match +0\.333 +0\.667 +\+0\.333 .* 3 +1 +0 +can't tell \(p = 1\.0, needs about \d+ more\)\n/,
  );
  expect(compared.out).not.toContain("worse on exact_match");
  const turned = await runs(["compare", "one right", "two right", ...where]);
  const [, lost] = before.cases;
  expect(turned.out).toMatch(new RegExp(`^worse on exact_match +${lost?.datapointId}$`, "m"));
});

test("shows the cases of a run, and why they failed", async () => {
  await using folder = await makeTemporaryDirectory();
  const where = ["--journal", folder.path];
  const { cases } = await runWithoutServer(folder.path, "one right", 1);
  const [right, wrong, , broken] = cases;
  const show = (...argv: string[]): Promise<CommandResult> =>
    runs(["cases", "latest", ...argv, ...where]);

  const failed = await show("--failed");
  expect(failed.out.split("\n\n")).toEqual([
    expect.stringMatching(
      [
        `^failed  ${wrong?.datapointId}  [^]* ms`,
        "  exact_match  false",
        "  latency_ms   [0-9.e-]+",
        '  inputs       {"n":2}',
        "  expected     2",
        "  outputs      0",
        `  session      ${wrong?.sessionId}$`,
      ].join("\n"),
    ),
    expect.stringMatching(/^failed /),
    expect.stringMatching(new RegExp(`^errored  ${broken?.datapointId}  [^]*error .*no four`)),
  ]);
  expect((await show("--outcome", "errored")).out).not.toContain("failed  ");
  const one = await show("--case", right?.datapointId ?? "", "--json");
  expect(JSON.parse(one.out)).toMatchObject([{ outcome: "passed", inputs: { n: 1 } }]);
  expect(await show("--limit", "1")).toMatchObject({
    out: expect.stringMatching(/^passed [^]*$/),
    err: "1 case of 4: --limit shows more of them.\n",
  });
  expect(await show("--outcome", "skipped")).toMatchObject({
    code: 0,
    out: "",
    err: "No such cases.\n",
  });
  expect(await show("--case", "nobody")).toMatchObject({
    code: 1,
    err: expect.stringMatching(/got "nobody"\. `honeyhive runs cases <run>` shows ids/),
  });
  expect(await show("--failed", "--outcome", "failed")).toMatchObject({ code: 2 });
});

test("shows long texts of cases in part, unless all of them is asked for", () => {
  const text = "long ".repeat(100);
  const one = {
    datapoint_id: "a",
    session_id: "s",
    trial: 1,
    passed: true,
    outcome: null,
    error: null,
    duration: 2,
    inputs: { text },
    outputs: {},
    ground_truth: null,
    metrics: [
      {
        name: "tone",
        event_name: "",
        event_type: "",
        value: 2,
        passed: false,
        explanation: "rude",
      },
    ],
    unscored: [{ name: "judge", event_name: "", event_type: "", state: "error" as const }],
  };
  const cut = describeCases([one], { isFull: false });
  expect(cut).toEqual([
    "passed  a  trial 2  2 ms",
    "  tone     2 (fails): rude",
    "  judge    error",
    expect.stringMatching(/^ {2}inputs {3}\{"text":"long .*…$/),
    "  outputs  {}",
    "  session  s",
  ]);
  expect(describeCases([one], { isFull: true }).join("\n")).toContain(text);
});

test("lists what runs have left to resume, and how", async () => {
  await using folder = await makeTemporaryDirectory();
  const where = ["--journal", folder.path];
  await runWithoutServer(folder.path, "whole", 1);
  expect((await runs(["list", ...where])).out).not.toContain("RESUME");
  const { journalPath = "", runId } = await runWithoutServer(folder.path, "cut", 2);
  writeFileSync(journalPath, readFileSync(journalPath, "utf8").replace(/.*"kind":"end".*\n/, ""));
  const list = await runs(["list", ...where]);
  expect(list.out).toMatch(/^RUN .* CASES +TO RESUME +NAME/);
  expect(list.out).toMatch(/running .* 4 +cases +cut/);
  expect(list.out).toMatch(/completed .* 4 +– +whole/);
  expect(list.err).toContain(`honeyhive eval <its files> --resume ${runId}\n`);
  const json = await runs(["list", "--json", ...where]);
  expect(JSON.parse(json.out)).toMatchObject([{ resumable: "cases" }, { resumable: null }]);
});

test("calls a slower run worse, whichever journal says of which metrics less is better", async () => {
  await using folder = await makeTemporaryDirectory();
  const fast = await runWithoutServer(folder.path, "fast", 3);
  const slow = await runWithoutServer(folder.path, "slow", 3);
  if (slow.journalPath === undefined) return expect.unreachable();
  const [header = "", ...lines] = readFileSync(slow.journalPath, "utf8").trim().split("\n");
  const slower = lines.map((line) =>
    line.replace(/("latency_ms":\{[^}]*"value":)[^,}]+/, "$19000"),
  );
  writeFileSync(slow.journalPath, `${[header, ...slower].join("\n")}\n`);
  const { out } = await runs(["compare", "slow", fast.runId, "--json", "--journal", folder.path]);
  const { metrics } = JSON.parse(out) as { readonly metrics: readonly object[] };
  expect(metrics).toContainEqual(
    expect.objectContaining({ metric_name: "latency_ms", degraded_count: 3, improved_count: 0 }),
  );
});

test("are those of journals where there is no key, and says so", async () => {
  const hint = "with HH_API_KEY or --api-key, those of a server";
  expect(await runs(["show", "nobody's"])).toMatchObject({
    code: 1,
    err: expect.stringMatching(
      new RegExp(`${hint}[^]*got "nobody's"[^]*\`honeyhive runs list --no-server\``),
    ),
  });
  const quiet = await runs(["show", "nobody's", "--no-server"], { HH_API_KEY: "key" });
  expect(quiet.err).not.toContain(hint);
});

test("compares no run with itself", async () => {
  await using folder = await makeTemporaryDirectory();
  const { runId } = await runWithoutServer(folder.path, "only", 1);
  expect(await runs(["compare", "only", "latest", "--journal", folder.path])).toMatchObject({
    code: 1,
    err: expect.stringContaining(`which are both ${runId}`),
  });
});
