import { evaluate, type EvaluateOptions, type EvaluationResult } from "honeyhive";
import { makeTemporaryDirectory } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { obtainProject, type TestProject } from "../support/obtain-project.js";

type Row = { inputs: { n: number } };

const run = (
  options: Partial<EvaluateOptions<Row, number>>,
  project?: TestProject,
): Promise<EvaluationResult> =>
  evaluate({
    ...(project === undefined
      ? { disableTracing: true }
      : { serverUrl: project.url, apiKey: project.apiKey }),
    journal: false,
    dataset: [{ inputs: { n: 1 } }, { inputs: { n: 2 } }, { inputs: { n: 6 } }],
    function: ({ inputs }) => inputs.n,
    evaluators: [
      function size(outputs) {
        return outputs;
      },
    ],
    ...options,
  });

test("a run has the id that it is given, also one that was created before, and nobody else's", async () => {
  const project = await obtainProject();
  const created = await project.client("createRun", { body: { name: "planned" } });
  for (const runId of ["nightly-2026-11-21", created.run_id]) {
    const { runId: came } = await run({ runId }, project);
    expect(came).toBe(runId);
    const { datapoints } = await project.client("getRunResult", { params: { run_id: runId } });
    expect(datapoints).toHaveLength(3);
    await expect(run({ runId }, project)).rejects.toThrow(
      `Expected \`runId\` to be that of a new run, got "${runId}", which ${project.url} has.`,
    );
  }
});

test("without a server a run is known by its journal, and goes on under its id alone", async () => {
  await using folder = await makeTemporaryDirectory();
  const journal = folder.path;
  await run({ runId: "one", journal });
  await expect(run({ runId: "one", journal })).rejects.toThrow("one.ndjson has.");
  await expect(run({ runId: "two", resume: "one", journal })).rejects.toThrow(
    'to be that of the run that is resumed, "one", got "two"',
  );
  expect(await run({ runId: "one", resume: "one", journal })).toMatchObject({ resumedCases: 3 });
});

test.each(["", "../elsewhere", ".hidden", "a b", "x".repeat(101)])(
  "no run is %j",
  async (runId) => {
    await expect(run({ runId })).rejects.toThrow("Expected `runId` to be letters, digits");
  },
);

test("metrics come to what `aggregate` says, here, in gates and on the server", async () => {
  const project = await obtainProject();
  const gates = { size: { max: 2 } };
  const result = await run({ aggregate: "median", gates }, project);
  expect(result).toMatchObject({
    aggregateFunction: "median",
    metrics: [{ name: "size", mean: 3, aggregate: 2 }],
    gates: [{ hasPassed: true }],
  });
  const params = { run_id: result.runId };
  expect((await project.client("getRunResult", { params })).metrics).toMatchObject({
    aggregation_function: "median",
    details: [{ metric_name: "size", aggregate: 2 }],
  });
  const query = { aggregate_function: "max" } as const;
  expect((await project.client("getRunResult", { params, query })).metrics).toMatchObject({
    details: [{ aggregate: 6 }],
  });
  await expect(run({ aggregate: "mean" as never })).rejects.toThrow(
    'Expected `aggregate` to be one of average, min, max, median, p90, p95, p99, sum, count, got `"mean"` (string)',
  );
});
