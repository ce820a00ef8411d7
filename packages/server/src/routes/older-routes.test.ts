import { randomUUID } from "node:crypto";

import { afterAll, expect, test } from "vitest";

import { startTestServer } from "../testing/test-server.js";

const server = await startTestServer();
afterAll(() => server[Symbol.asyncDispose]());

const tool = { event_type: "tool", inputs: {} };

test("a batch goes into one new session when it says so", async () => {
  const project = server.newProject();
  const response = await project.send("POST", "/events/batch", {
    events: [
      { ...tool, event_name: "a" },
      { ...tool, event_name: "b", project: "ignored" },
    ],
    is_single_session: true,
    session_properties: { session_name: "batch" },
  });
  const body = (await response.json()) as { session_id: string; event_ids: string[] };
  expect(body).toMatchObject({ success: true });
  expect(body.event_ids).toHaveLength(2);
  const tree = await project.call("getSession", { params: { session_id: body.session_id } });
  expect([tree.event_name, tree.children.map((child) => child.event_name).toSorted()]).toEqual([
    "batch",
    ["a", "b"],
  ]);
});

test("a session's traces keep the tree that they came in", async () => {
  const project = server.newProject();
  const session_id = randomUUID();
  const logs = [{ ...tool, event_name: "outer", children: [{ ...tool, event_name: "inner" }] }];
  const response = await project.send("POST", `/session/${session_id}/traces`, { logs });
  expect(response.status).toBe(200);
  const tree = await project.call("getSession", { params: { session_id } });
  expect(tree.children).toMatchObject([
    { event_name: "outer", children: [{ event_name: "inner" }] },
  ]);
  const both = await project.send("POST", `/session/${session_id}/traces`, { logs, events: logs });
  expect(both.status).toBe(400);
});

test("a search answers like an export", async () => {
  const project = server.newProject();
  await project.send("POST", "/v1/events", { ...tool, event_name: "found" });
  const response = await project.send("POST", "/v1/events/search", {
    filters: [{ field: "event_name", operator: "is", value: "found", type: "string" }],
  });
  expect(await response.json()).toMatchObject({ count: 1, events: [{ event_name: "found" }] });
});

test("events of two runs are compared by runs named in the query", async () => {
  const project = server.newProject();
  const { run_id } = await project.call("createRun", { body: { name: "r" } });
  const path = `/v1/runs/compare/events?run_id_1=${run_id}&run_id_2=${run_id}`;
  const response = await project.send("GET", path);
  expect(await response.json()).toMatchObject({ events: [], totalEvents: 0 });
});
