import { afterAll, beforeAll, expect, test } from "vitest";

import { borrowTestServer, type ProjectClient, type TestServer } from "../testing/test-server.js";

let server: TestServer;
let project: ProjectClient;
beforeAll(async () => {
  server = await borrowTestServer();
  project = server.newProject();
});
afterAll(() => server[Symbol.asyncDispose]());

const long = "x".repeat(200_000);
const is = (field: string, value: string): object => ({ field, operator: "is", value });
const deep = "inputs.a.b.c.d.e.f.g.h";

/** ClickHouse does not take parameters of any length, nor any number of them: such a run could be listed no more. */
test.each([
  ["POST", "/v1/runs", { name: "r", run_id: long }, "run_id"],
  ["POST", "/v1/runs", { name: "r", session_ids: ["s", long] }, "session_ids.1"],
  ["POST", "/v1/runs", { name: "r", dataset_id: long }, "dataset_id"],
  ["PUT", "/events", { event_id: long }, "event_id"],
  ["POST", "/v1/datapoints/batch", { events: [long] }, "events.0"],
  ["POST", "/v1/datapoints", { linked_datasets: [long] }, "linked_datasets.0"],
  ["PUT", "/v1/datasets", { dataset_id: long }, "dataset_id"],
  ["PUT", "/v1/metrics", { id: long }, "id"],
  ["PUT", "/tools", { id: long }, "id"],
  ["POST", "/v1/queues", { name: "q", event_ids: [long] }, "event_ids.0"],
  ["POST", "/v1/charts", { name: "c", metric: long }, "metric"],
  ["POST", "/v1/events/export", { evaluation_id: long }, "evaluation_id"],
  ["POST", "/v1/events/search", { filters: [is("event_name", long)] }, "filters.0.value"],
  ["POST", "/v1/events/search", { filters: [is(`inputs.${long}`, "x")] }, "filters.0.field"],
  ["POST", "/v1/events/search", { filters: Array(31).fill(is(deep, "x")) }, "filters"],
])("what is longer than a store can be asked for is refused: %s %s %#", async (...request) => {
  const [method, path, body, field] = request;
  const response = await project.send(method, path, body);
  expect([response.status, await response.json()]).toMatchObject([400, { field }]);
});

test("filters of usual depth may be many", async () => {
  const filters = Array(30).fill(is("metadata.gen_ai.request.model", "x")) as object[];
  const response = await project.send("POST", "/v1/events/search", {
    filters: [...filters, is("event_name", "x".repeat(30_000)), is(deep, "x")],
  });
  expect(response.status).toBe(200);
});
