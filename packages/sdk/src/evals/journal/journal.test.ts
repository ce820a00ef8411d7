import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { makeTemporaryDirectory, startCollector } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import { listLocalRuns } from "../runs/local-runs.js";
import type { Datapoint } from "../types/datapoint.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";

interface Row {
  readonly inputs: { readonly n: number };
}

const rows = (count: number): Row[] => Array.from({ length: count }, (_, n) => ({ inputs: { n } }));

const run = (
  options: Partial<EvaluateOptions<Row, unknown>> & Pick<EvaluateOptions<Row, unknown>, "journal">,
): Promise<EvaluationResult> =>
  evaluate<Row, unknown>({
    apiKey: "key",
    dataset: rows(6),
    function: ({ inputs }) => inputs.n,
    ...options,
  });

it("has every case, and a resumed run repeats none of them", async () => {
  await using collector = await startCollector();
  await using folder = await makeTemporaryDirectory();
  const options = { journal: folder.path, serverUrl: collector.url };
  const first = await run(options);
  expect(first.journalPath).toBe(join(folder.path, `${first.runId}.ndjson`));
  const resumed = await run({
    ...options,
    resume: first.runId,
    function: () => expect.unreachable(),
  });
  expect(resumed).toMatchObject({
    runId: first.runId,
    cases: first.cases,
    outcomes: first.outcomes,
    resumedCases: 6,
  });
});

it("runs again what was cut off or skipped, and a line that was torn", async () => {
  await using collector = await startCollector();
  await using folder = await makeTemporaryDirectory();
  const options = { journal: folder.path, serverUrl: collector.url };
  const circular: Record<string, unknown> = {};
  circular["self"] = circular;
  const first = await run({
    ...options,
    concurrency: 1,
    maxErrors: 1,
    function: ({ inputs }) => {
      if (inputs.n === 2) throw new Error("two");
      return circular;
    },
  });
  expect(first.outcomes).toMatchObject({ passed: 2, errored: 1, skipped: 3 });
  appendFileSync(first.journalPath ?? "", '{"outcome":"passed","datapo');
  const called: number[] = [];
  const resumed = await run({
    ...options,
    resume: first.journalPath,
    function: ({ inputs }) => called.push(inputs.n),
  });
  expect(called).toEqual([3, 4, 5]);
  expect(resumed.outcomes).toMatchObject({ passed: 5, errored: 1, skipped: 0 });
  const lines = readFileSync(resumed.journalPath ?? "", "utf8")
    .trimEnd()
    .split("\n");
  // The header, six cases, the three again, one end and its results: those of the first run have made room.
  expect(lines).toHaveLength(1 + 6 + 3 + 2);
  const ends = lines.map((line) => JSON.parse(line) as object).filter((line) => "status" in line);
  expect(ends).toEqual([{ kind: "end", status: "completed" }]);
});

it("runs again, when asked, what errored, timed out or could not be scored, and counts what that has cost", async () => {
  await using folder = await makeTemporaryDirectory();
  let isBroken = true;
  const called: number[] = [];
  const options = {
    journal: folder.path,
    disableTracing: true,
    concurrency: 1,
    timeoutMs: 20,
    function: ({ inputs: { n }, addCost }: Datapoint<Row>): unknown => {
      called.push(n);
      addCost(1);
      if (isBroken && n === 1) throw new Error("one");
      return isBroken && n === 2 ? new Promise(() => undefined) : n;
    },
    evaluators: [
      function judge(output: unknown) {
        if (isBroken && output === 3) throw new Error("three");
        return output !== 4;
      },
    ],
    runEvaluators: [{ name: "asked", evaluate: () => called.length }],
  };
  const first = await run(options);
  expect(first.outcomes).toMatchObject({ passed: 2, failed: 1, errored: 2, "timed-out": 1 });
  isBroken = false;
  called.length = 0;
  const resumed = await run({ ...options, resume: first.runId, retryErrors: true });
  expect(called).toEqual([1, 2, 3]);
  expect(resumed).toMatchObject({ resumedCases: 3, cost: 9, runScores: [{ value: 3 }] });
  expect(resumed.outcomes).toMatchObject({ passed: 5, failed: 1, errored: 0, "timed-out": 0 });
  const [local] = listLocalRuns({ journal: folder.path });
  expect(local?.outcomes).toEqual(resumed.outcomes);
  const again = await run({ ...options, resume: first.runId, retryErrors: true });
  expect(called).toHaveLength(3);
  expect(again).toMatchObject({ resumedCases: 6, cost: 9, outcomes: resumed.outcomes });
});

it("runs what was being repeated and was cut off again with the rest", async () => {
  await using folder = await makeTemporaryDirectory();
  const options = { journal: folder.path, disableTracing: true, concurrency: 1 };
  const failing = (): never => {
    throw new Error("busy");
  };
  const { runId: resume } = await run({ ...options, function: failing });
  const stop = new AbortController();
  const cut = await run({
    ...options,
    resume,
    retryErrors: true,
    signal: stop.signal,
    function: ({ inputs: { n } }) => {
      if (n === 2) stop.abort();
      return n === 2 ? new Promise(() => undefined) : n;
    },
  });
  expect(cut.outcomes).toMatchObject({ passed: 2, errored: 0 });
  const [local] = listLocalRuns({ journal: folder.path });
  expect(local?.outcomes).toEqual(cut.outcomes);
  const rest = await run({ ...options, resume });
  expect(rest).toMatchObject({ resumedCases: 2, outcomes: { passed: 6, errored: 0 } });
});

it("says what retrying needs", async () => {
  for (const [options, message] of [
    [{ retryErrors: true }, "Expected `resume` beside `retryErrors`"],
    [{ retryErrors: "yes" as never }, 'Expected `retryErrors` to be true or false, got `"yes"`'],
  ] as const) {
    const rejected = expect(run({ journal: false, disableTracing: true, ...options })).rejects;
    await rejected.toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringContaining(message),
    });
  }
});

it("gives the scores of the run and its gates again, without asking for them again", async () => {
  await using folder = await makeTemporaryDirectory();
  let asked = 0;
  const options = {
    journal: folder.path,
    disableTracing: true,
    evaluators: [{ name: "one", weight: 3, evaluate: () => 1 }],
    runEvaluators: [{ name: "asked", evaluate: () => ++asked }],
    gates: { asked: { min: 1, max: 1 }, one: { min: 2 } },
  };
  const { runId: resume, ...first } = await run(options);
  const again = await run({ ...options, resume });
  expect(again.runScores).toEqual([{ name: "asked", value: 1, error: undefined }]);
  expect(again.gates).toEqual(first.gates);
  for (const { runScores, gates, weights, weightedScore } of listLocalRuns({
    journal: folder.path,
  })) {
    const { runScores: scores, gates: judged } = first;
    expect({ runScores, gates }).toEqual({ runScores: scores, gates: judged });
    expect([weights, weightedScore]).toEqual([{ one: 3 }, 1]);
  }
  const { runScores } = await run({ ...options, dataset: rows(3) });
  expect(runScores[0]?.value).toBe(2);
});

it("asks evaluators of the run again that have failed, or are others", async () => {
  await using folder = await makeTemporaryDirectory();
  const options = { journal: folder.path, disableTracing: true };
  const failing = { name: "labels", evaluate: () => Promise.reject(new Error("busy")) };
  const { runId: resume } = await run({ ...options, runEvaluators: [failing] });
  const labels = { name: "labels", evaluate: () => 2 };
  const other = { name: "other", evaluate: () => 3 };
  for (const [evaluators, values] of [
    [[labels], [2]],
    [
      [labels, other],
      [2, 3],
    ],
  ] as const) {
    const { runScores } = await run({ ...options, resume, runEvaluators: evaluators });
    expect(runScores.map(({ value }) => value)).toEqual(values);
  }
});

it("has what a case cost that said so when it had timed out", async () => {
  await using folder = await makeTemporaryDirectory();
  let sayLate = (_: number): void => undefined;
  const options = {
    journal: folder.path,
    disableTracing: true,
    concurrency: 1,
    timeoutMs: 20,
    function: ({ inputs, addCost }: Datapoint<Row>): unknown => {
      if (inputs.n !== 0) return sayLate(0.5);
      sayLate = addCost;
      return new Promise(() => undefined);
    },
  };
  const { cost, runId: resume } = await run(options);
  expect(cost).toBe(2.5);
  for (let times = 0; times < 2; times++) {
    expect((await run({ ...options, resume })).cost).toBe(2.5);
  }
});

it("resumes only with the same dataset, trials and evaluators", async () => {
  await using collector = await startCollector();
  await using folder = await makeTemporaryDirectory();
  const options = { journal: folder.path, serverUrl: collector.url };
  const { runId: resume } = await run(options);
  await expect(run({ ...options, resume, dataset: rows(5), trials: 2 })).rejects.toThrow(
    "with the same dataset and number of trials, got another",
  );
  await expect(run({ ...options, resume: "unknown" })).rejects.toThrow(
    /unknown\.ndjson\. Of the latest runs in \S+ none is left to resume\./,
  );
  writeFileSync(join(folder.path, "other.ndjson"), "{}\n");
  await expect(run({ ...options, resume: "other" })).rejects.toThrow("to be the journal of a run");
});

it("lists the runs that can be resumed where the one that is named is none of them", async () => {
  await using folder = await makeTemporaryDirectory();
  const options = { journal: folder.path, disableTracing: true };
  await run({ ...options, name: "ended" });
  const stop = new AbortController();
  const cancelled = { ...options, name: "cut off", signal: stop.signal };
  const { runId } = await run({ ...cancelled, function: () => stop.abort(), concurrency: 1 });
  writeFileSync(join(folder.path, "damaged.ndjson"), '{"kind":"run","version":1}\n');
  const error: unknown = await run({ ...options, resume: "nope" }).catch((thrown) => thrown);
  expect(error).toMatchObject({
    code: "INVALID_OPTION",
    message: expect.stringMatching(
      new RegExp(`nope\\.ndjson.* Those that can be resumed: ${runId} \\(cut off, .+\\)\\.$`),
    ),
  });
});

it("costs nothing but a warning where nothing can be written", async () => {
  await using collector = await startCollector();
  await using folder = await makeTemporaryDirectory();
  const journal = join(folder.path, "file");
  writeFileSync(journal, "");
  const result = await run({ journal, serverUrl: collector.url });
  expect(result.outcomes.passed).toBe(6);
  expect(result.journalPath).toBeUndefined();
});

it("is not kept when it is not wanted", async () => {
  await using collector = await startCollector();
  const { journalPath } = await run({ journal: false, serverUrl: collector.url });
  expect(journalPath).toBeUndefined();
});

it("of a newer version is neither resumed nor cut, and is not taken for a baseline", async () => {
  await using folder = await makeTemporaryDirectory();
  const options = { journal: folder.path, disableTracing: true };
  const { runId, journalPath = "" } = await run(options);
  const text = readFileSync(journalPath, "utf8").replace('"version":1', '"version":2');
  writeFileSync(journalPath, `${text}{"kind":"of tomorrow"}\n`);
  const before = readFileSync(journalPath, "utf8");
  for (const more of [{ resume: runId }, { baseline: journalPath }]) {
    await expect(run({ ...options, ...more })).rejects.toThrow(
      "to be a journal of version 1, got version 2, of a newer `honeyhive`. Update `honeyhive`",
    );
  }
  expect(readFileSync(journalPath, "utf8")).toBe(before);
});

it("runs the case of a damaged line again, and no other", async () => {
  await using folder = await makeTemporaryDirectory();
  const options = { journal: folder.path, disableTracing: true };
  const { runId, journalPath = "" } = await run(options);
  const lines = readFileSync(journalPath, "utf8").split("\n");
  writeFileSync(journalPath, lines.with(2, "\u0000".repeat(8)).join("\n"));
  const called: number[] = [];
  const resumed = await run({
    ...options,
    resume: runId,
    function: ({ inputs }) => called.push(inputs.n),
  });
  expect(called).toHaveLength(1);
  expect(resumed.outcomes.passed).toBe(6);
});

it("is of one run alone where two begin under the same id in the same instant", async () => {
  await using folder = await makeTemporaryDirectory();
  const options = { journal: folder.path, disableTracing: true, runId: "mine" };
  let calls = 0;
  const both = await Promise.allSettled(
    [0, 1].map(() => run({ ...options, function: () => calls++ })),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(calls).toBe(6);
});

it("has outputs that are no JSON as traces have them", async () => {
  await using collector = await startCollector();
  await using folder = await makeTemporaryDirectory();
  const odd: readonly unknown[] = [
    new Date(0),
    new Map([["a", 1]]),
    new Set(["b"]),
    Object.assign(new RangeError("no"), { code: 3 }),
    Buffer.from("bytes"),
    10n,
    Number.NaN,
    { at: new Date(0), found: new Map([["a", { b: 1n }]]) },
  ];
  const { journalPath = "" } = await run({
    journal: folder.path,
    serverUrl: collector.url,
    dataset: rows(odd.length),
    function: ({ inputs }) => odd[inputs.n],
  });
  const lines = readFileSync(journalPath, "utf8").trimEnd().split("\n").slice(1, -2);
  const cases = lines.map((line) => JSON.parse(line) as { index: number; outputs: unknown });
  expect(cases.toSorted((a, b) => a.index - b.index).map(({ outputs }) => outputs)).toEqual([
    "1970-01-01T00:00:00.000Z",
    [["a", 1]],
    ["b"],
    { name: "RangeError", message: "no", code: 3 },
    "[Buffer: 5 bytes]",
    "10",
    "[NaN]",
    { at: "1970-01-01T00:00:00.000Z", found: [["a", { b: "1" }]] },
  ]);
  const outputsOf = (attributes: Readonly<Record<string, unknown>>): [string, unknown][] =>
    Object.entries(attributes)
      .filter(([name]) => name.startsWith("honeyhive_outputs."))
      .map(([name, value]) => [name.replace("honeyhive_outputs.", ""), value]);
  const spans = collector.spans.filter(({ name }) => name === "function");
  const byCase = new Map(
    spans.map(({ attributes }) => [attributes["honeyhive_inputs.n"], outputsOf(attributes)]),
  );
  expect(odd.map((_, n) => byCase.get(n))).toEqual([
    [["result", "1970-01-01T00:00:00.000Z"]],
    [["result", '[["a",1]]']],
    [["result", '["b"]']],
    [["result", '{"name":"RangeError","message":"no","code":3}']],
    [["result", "[Buffer: 5 bytes]"]],
    [["result", "10"]],
    [["result", "[NaN]"]],
    [
      ["at", "1970-01-01T00:00:00.000Z"],
      ["found", '[["a",{"b":"1"}]]'],
    ],
  ]);
});
