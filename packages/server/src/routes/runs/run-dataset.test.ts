import { afterAll, expect, test } from "vitest";

import { borrowTestServer } from "../../testing/test-server.js";

const server = await borrowTestServer();
afterAll(() => server[Symbol.asyncDispose]());

test("runs say the name of their dataset, and warn of one that is not there", async () => {
  const project = server.newProject();
  const dataset = await project.call("createDataset", { body: { name: "questions" } });
  const dataset_id = dataset.result.insertedId;
  const { run_id } = await project.call("createRun", { body: { dataset_id } });
  const params = { run_id };
  const { evaluation } = await project.call("getRun", { params });
  const { evaluations } = await project.call("listRuns", {});
  const named = { dataset_id, dataset_name: "questions" };
  expect([evaluation, evaluations[0]]).toMatchObject([named, named]);
  const update = (id: string | null) =>
    project.call("updateRun", { params, body: { dataset_id: id } });
  expect(await update(dataset_id)).not.toHaveProperty("warning");
  expect(await update(null)).not.toHaveProperty("warning");
  expect(await update("EXT-1")).not.toHaveProperty("warning");
  const unknown = await update("unknown");
  expect(unknown.warning).toContain("`unknown`");
  expect(unknown.evaluation).toMatchObject({ dataset_id: "unknown", dataset_name: null });
});
