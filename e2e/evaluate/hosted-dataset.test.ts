import { evaluate, exactMatch } from "honeyhive";
import { expect, test } from "vitest";

import { obtainProject, type TestProject } from "../support/obtain-project.js";

/** More than fit into one batch. */
const count = 230;

async function createDataset({ client }: TestProject): Promise<{ id: string; ids: string[] }> {
  const { result } = await client("createDataset", { body: { name: "questions" } });
  const { datapoint_ids: ids } = await client("addDatapoints", {
    params: { dataset_id: result.insertedId },
    body: {
      data: Array.from({ length: count }, (_, n) => ({ n, double: n * 2 })),
      mapping: { inputs: ["n"], ground_truth: ["double"] },
    },
  });
  return { id: result.insertedId, ids: [...ids] };
}

test("evaluates a dataset of the server, in its order and under its ids", async () => {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  const { id: datasetId, ids } = await createDataset(project);
  const options = {
    datasetId,
    function: ({ inputs }: { inputs: Record<string, unknown> }) => ({
      double: Number(inputs["n"]) * 2,
    }),
    evaluators: [exactMatch()],
    serverUrl,
    apiKey,
  };
  const result = await evaluate(options);
  expect(result.datasetId).toBe(datasetId);
  expect(result.cases.map(({ datapointId }) => datapointId)).toEqual(ids);
  expect(result.metrics).toMatchObject([{ name: "exact_match", mean: 1, counted: count }]);
  const { evaluation } = await project.client("getRun", { params: { run_id: result.runId } });
  expect(evaluation).toMatchObject({ dataset_id: datasetId, datapoint_ids: ids });
  const onServer = await project.client("getRunResult", { params: { run_id: result.runId } });
  expect(new Set(onServer.datapoints.map(({ datapoint_id: id }) => id))).toEqual(new Set(ids));

  // Without a server for the run, the rows still come from there.
  const offline = await evaluate({ ...options, disableTracing: true, journal: false });
  expect([offline.outcomes.passed, offline.url]).toEqual([count, undefined]);
});

test("knows the metadata of its rows, and so do their sessions", async () => {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  const { result: made } = await project.client("createDataset", { body: { name: "tagged" } });
  const rows = ["de", "fr", "de"].map((lang, n) => ({ n, truth: "x", lang, tags: [`tag ${n}`] }));
  await project.client("addDatapoints", {
    params: { dataset_id: made.insertedId },
    body: { data: rows, mapping: { inputs: ["n"], ground_truth: ["truth"] } },
  });
  const { cases, runId } = await evaluate({
    datasetId: made.insertedId,
    function: ({ metadata }) => metadata,
    evaluators: [
      function same(outputs, _inputs, _truth, { metadata }) {
        return JSON.stringify(outputs) === JSON.stringify(metadata);
      },
    ],
    select: { metadata: { lang: "de" } },
    serverUrl,
    apiKey,
  });
  const wanted = [
    { lang: "de", tags: ["tag 0"] },
    { lang: "de", tags: ["tag 2"] },
  ];
  expect(cases.map(({ outcome, metadata }) => [outcome, metadata])).toEqual(
    wanted.map((metadata) => ["passed", metadata]),
  );
  const { events } = await project.client("exportEvents", {
    body: {
      project: "default",
      filters: [
        { field: "metadata.run_id", operator: "is", value: runId, type: "string" },
        { field: "event_type", operator: "is", value: "session", type: "string" },
        { field: "metadata.lang", operator: "is", value: "de", type: "string" },
      ],
    },
  });
  const told = events.map(({ session_id, metadata }) => [session_id, metadata["tags"]]);
  expect(new Map(told as [string, unknown][])).toEqual(
    new Map(cases.map(({ sessionId }, index) => [sessionId, wanted[index]?.tags])),
  );
});

test("says which command helps when the server has no such dataset", async () => {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  const { result } = await project.client("createDataset", { body: { name: "empty" } });
  const run = (datasetId: string) =>
    evaluate({ datasetId, function: () => 1, serverUrl, apiKey, journal: false });
  await expect(run("nope")).rejects.toThrow("`honeyhive datasets list` shows the ids");
  await expect(run(result.insertedId)).rejects.toThrow(
    'honeyhive datasets push <file> --name "empty"',
  );
  const { evaluations } = await project.client("listRuns", {});
  expect(evaluations).toEqual([]);
});
