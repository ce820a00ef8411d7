import { randomUUID } from "node:crypto";

import { afterAll, expect, test } from "vitest";

import { borrowTestServer } from "../testing/test-server.js";

const server = await borrowTestServer();
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

test("a model event is an event whose parts are where those of any other are", async () => {
  const project = server.newProject();
  const messages = [{ role: "user", content: "hi" }];
  const model_event = {
    project: "ignored",
    model: "gpt-4o",
    provider: "openai",
    messages,
    response: { content: "yo" },
    usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
    hyperparameters: { temperature: 0 },
    cost: 0.1,
    duration: 42,
    error: null,
  };
  const response = await project.send("POST", "/events/model", { model_event });
  const { event_id } = (await response.json()) as { event_id: string };
  const { event } = await project.call("getEvent", { params: { event_id } });
  expect(event).toMatchObject({
    event_type: "model",
    event_name: "gpt-4o",
    inputs: { messages, chat_history: messages, provider: "openai", duration: 42, cost: 0.1 },
    outputs: { response: { content: "yo" } },
    config: { model: "gpt-4o", provider: "openai", temperature: 0 },
    metadata: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, cost: 0.1 },
    duration: 42,
    error: null,
  });
  const model_events = [model_event, { ...model_event, event_name: "second" }];
  const body = { model_events, is_single_session: true };
  const batch = await project.send("POST", "/events/model/batch", body);
  expect(await batch.json()).toMatchObject({
    success: true,
    event_ids: [expect.any(String), expect.any(String)],
  });
});

test.each([
  ["/events/model", { model_event: { inputs: 1 } }, "model_event.inputs"],
  ["/events/model/batch", { events: [] }, "model_events"],
])("%s with %j is answered with the field that is wrong", async (path, body, field) => {
  const response = await server.sharedProject().send("POST", path, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errorCode: "INVALID_REQUEST", field });
});

test("routes without a version give whole milliseconds and no nulls, and leave alone what is the user's", async () => {
  const project = server.newProject();
  const start_time = 1_780_000_000_000.25;
  await project.call("createEvent", {
    body: {
      event_type: "tool",
      inputs: { start_time, empty: null },
      start_time,
      end_time: start_time,
    },
  });
  const filters = [{ field: "event_type", operator: "is", value: "tool" }];
  const response = await project.send("POST", "/events/export", { filters });
  const { events } = (await response.json()) as { events: object[] };
  expect(events[0]).toMatchObject({
    inputs: { start_time, empty: null },
    start_time: 1_780_000_000_000,
    end_time: 1_780_000_000_000,
  });
  expect(Object.keys(events[0] ?? {})).not.toContain("error");
});

test("what older clients name and do not have is as if they had not named it", async () => {
  const project = server.newProject();
  const session_id = randomUUID();
  const event_id = randomUUID();
  const none = { start_time: null, end_time: null, duration: null, source: null, project: null };
  const event = { ...tool, ...none, event_name: null, children_ids: null, inputs: { a: null } };
  const bodies: [string, string, object][] = [
    ["POST", "/session/start", { session: { ...none, session_id, session_name: null } }],
    ["POST", "/events", { event: { ...event, session_id, event_id, outputs: { a: 1 } } }],
    ["POST", "/events", { event: { ...event, session_id, event_id, outputs: null } }],
    ["POST", "/events/batch", { events: [{ ...event, event_id: null, session_id }] }],
    ["POST", "/events/model", { model_event: { ...none, model: "m", session_id, error: null } }],
    ["POST", `/session/${session_id}/traces`, { logs: [{ ...event, children: [event] }] }],
    ["PUT", "/events", { event_id, metadata: { b: 1 }, duration: null, children_ids: null }],
  ];
  for (const [method, path, body] of bodies) {
    const response = await project.send(method, path, body);
    expect([path, response.status]).toEqual([path, 200]);
  }
  const { children } = await project.call("getSession", { params: { session_id } });
  expect(children).toHaveLength(4);
  expect(children.find((child) => child.event_id === event_id)).toMatchObject({
    event_name: "unknown",
    inputs: { a: null },
    outputs: { a: 1 },
    metadata: { b: 1 },
  });
  const strict = await project.send("POST", "/v1/events", { ...tool, start_time: null });
  expect(await strict.json()).toMatchObject({ statusCode: 400, field: "start_time" });
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
