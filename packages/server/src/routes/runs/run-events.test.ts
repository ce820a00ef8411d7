import { afterAll, beforeAll, expect, test } from "vitest";

import {
  borrowTestServer,
  type ProjectClient,
  type TestServer,
} from "../../testing/test-server.js";

let server: TestServer;
beforeAll(async () => void (server = await borrowTestServer()));
afterAll(() => server[Symbol.asyncDispose]());

async function createMeasuredRun(project: ProjectClient): Promise<string> {
  const { run_id } = await project.call("createRun", { body: { name: "measured" } });
  const metadata = { run_id, datapoint_id: "d1", dataset_id: "EXT-1" };
  await project.call("createEvent", {
    body: {
      event_type: "chain",
      event_name: "answer",
      inputs: { question: "?" },
      metadata,
      metrics: { accuracy: 0.5, exact: true, accuracy_explanation: "half" },
    },
  });
  await project.call("createEvent", {
    body: { event_type: "model", event_name: "llm", inputs: {}, metadata: { run_id } },
  });
  return run_id;
}

test("the metrics of a run are those of its events, without explanations", async () => {
  const project = server.newProject();
  const run_id = await createMeasuredRun(project);
  const metrics = { accuracy: 0.5, exact: true };
  const measured = {
    event_name: "answer",
    event_type: "chain",
    session_id: expect.any(String),
    metadata: { datapoint_id: "d1" },
    metrics,
  };
  const params = { run_id };
  expect(await project.call("getRunMetrics", { params })).toEqual({
    events: [measured],
    totalEvents: 1,
  });
  const filters = JSON.stringify([{ field: "event_type", operator: "is", value: "model" }]);
  expect(await project.call("getRunMetrics", { params, query: { filters } })).toEqual({
    events: [],
    totalEvents: 0,
  });
});

test("the schema of a run names the fields of its events", async () => {
  const project = server.newProject();
  const run_id = await createMeasuredRun(project);
  const schema = await project.call("getRunSchema", { params: { run_id } });
  expect(schema.fields).toContainEqual({ name: "inputs.question", event_type: "chain" });
  expect(schema.fields).toContainEqual({ name: "metrics.accuracy", event_type: "chain" });
  expect(schema.datasets).toEqual(["EXT-1"]);
  expect(schema.mappings["llm"]).toContainEqual({
    field_name: "metadata.run_id",
    event_type: "model",
  });
  expect(await project.call("getRunsSchema", {})).toEqual(schema);
  const older = await project.send("GET", `/v1/events/schema?evaluation_id=${run_id}`);
  expect(await older.json()).toEqual(schema);
});

test.each(['dateRange={"relative":"1d"}', "dateRange[$gte]=2020-01-01T00:00:00Z"])(
  "a schema is of the range %s",
  async (range) => {
    const project = server.newProject();
    await createMeasuredRun(project);
    const inside = await project.send("GET", `/v1/runs/schema?${range}`);
    expect(((await inside.json()) as { datasets: unknown }).datasets).toEqual(["EXT-1"]);
    const outside = await project.send(
      "GET",
      "/v1/runs/schema?dateRange[$lte]=2020-01-01T00:00:00Z",
    );
    expect(await outside.json()).toEqual({ fields: [], datasets: [], mappings: {} });
  },
);

test.each([
  ["/v1/runs/unknown/schema", 404, undefined],
  ["/v1/runs/unknown/metrics", 404, undefined],
  ["/v1/runs/schema?dateRange=soon", 400, "dateRange"],
])("%s is answered with %i and what to do", async (path, status, field) => {
  const response = await server.sharedProject().send("GET", path);
  expect(response.status).toBe(status);
  const body = (await response.json()) as { message: string; field?: string };
  expect(body.message).toMatch(/^Expected /);
  expect(body.field).toBe(field);
});
