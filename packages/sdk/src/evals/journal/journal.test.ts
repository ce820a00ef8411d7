import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { makeTemporaryDirectory, startCollector } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { evaluate } from "../evaluate.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { EvaluationResult } from "../types/evaluation-result.js";

interface Row {
  readonly inputs: { readonly n: number };
}

const rows = (count: number): Row[] => Array.from({ length: count }, (_, n) => ({ inputs: { n } }));

const run = (
  options: Partial<EvaluateOptions<Row, unknown>> &
    Pick<EvaluateOptions<Row, unknown>, "journal" | "serverUrl">,
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
  // The header, six cases, the three again, and one end: that of the first run has made room.
  expect(lines).toHaveLength(1 + 6 + 3 + 1);
  const ends = lines.map((line) => JSON.parse(line) as object).filter((line) => "status" in line);
  expect(ends).toEqual([{ kind: "end", status: "completed" }]);
});

it("resumes only with the same dataset, trials and evaluators", async () => {
  await using collector = await startCollector();
  await using folder = await makeTemporaryDirectory();
  const options = { journal: folder.path, serverUrl: collector.url };
  const { runId: resume } = await run(options);
  await expect(run({ ...options, resume, dataset: rows(5), trials: 2 })).rejects.toThrow(
    "with the same dataset and number of trials, got another",
  );
  await expect(run({ ...options, resume: "unknown" })).rejects.toThrow("unknown.ndjson");
  writeFileSync(join(folder.path, "other.ndjson"), "{}\n");
  await expect(run({ ...options, resume: "other" })).rejects.toThrow("to be the journal of a run");
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
