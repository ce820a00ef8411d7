import { randomUUID } from "node:crypto";

import { createClient, type Client } from "@honeyhive/contract";
import { startClickHouse } from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { startServer, type RunningServer } from "../start-server.js";
import { otlpJson } from "../testing/otlp-json.js";
import { startTestServer, type ProjectClient, type TestServer } from "../testing/test-server.js";
import { temporaryDirectory } from "../testing/temporary-directory.js";
import { until } from "../testing/until.js";

let server: TestServer;
beforeAll(async () => void (server = await startTestServer()));
afterAll(() => server[Symbol.asyncDispose]());

async function createSession(
  project: ProjectClient,
): Promise<{ sessionId: string; eventId: string }> {
  const { session_id } = await project.call("createSession", { body: { session_name: "s" } });
  const { event_id } = await project.call("createEvent", {
    body: { event_type: "tool", session_id, inputs: { q: "?" } },
  });
  return { sessionId: session_id, eventId: event_id };
}

async function countEvents(project: ProjectClient): Promise<number> {
  return (await project.call("exportEvents", { body: {} })).totalEvents;
}

test("a deleted session is gone with its events, and others are not", async () => {
  const project = server.newProject();
  const { sessionId, eventId } = await createSession(project);
  await createSession(project);
  const params = { session_id: sessionId };
  expect(await project.call("deleteSession", { params })).toEqual({
    success: true,
    deleted: sessionId,
  });
  await expect(project.call("getSession", { params })).rejects.toMatchObject({ status: 404 });
  const event = project.call("getEvent", { params: { event_id: eventId } });
  await expect(event).rejects.toMatchObject({ status: 404 });
  expect(await countEvents(project)).toBe(2);
});

test("what is sent of a deleted session is refused and counted, also after a restart", async () => {
  await using directory = await temporaryDirectory();
  const keys = { "key-of-late": "late" };
  const start = () => startServer({ port: 0, dataDir: directory.path, keys });
  const session_id = randomUUID();
  const ofSession = { session_id, event_type: "tool", inputs: {} } as const;
  const attributes = { "honeyhive.session_id": session_id };
  const spans = otlpJson([
    { spanId: "00000000000000a1", attributes },
    { spanId: "00000000000000a2", attributes },
    { spanId: "00000000000000a3", attributes: { "honeyhive.session_id": randomUUID() } },
  ]);
  const check = async ({ url }: RunningServer): Promise<void> => {
    const headers = { authorization: "Bearer key-of-late", "content-type": "application/json" };
    const body = JSON.stringify(spans);
    const sent = await server.fetch(`${url}/v1/traces`, { method: "POST", headers, body });
    expect(await sent.json()).toEqual({
      partialSuccess: { rejectedSpans: 2, errorMessage: expect.stringContaining(session_id) },
    });
    const call = createClient({ serverUrl: url, apiKey: "key-of-late", fetch: server.fetch });
    const refused = { status: 409, code: "SESSION_DELETED" };
    // First, so that after a restart nobody has asked for the session yet.
    const late = { event_id: session_id, metadata: { late: true } };
    expect((await call("changeSessions", { body: { changes: [late] } })).rejected).toHaveLength(1);
    await expect(
      call("updateEvent", { params: late, body: { metadata: late.metadata } }),
    ).rejects.toMatchObject(refused);
    await expect(call("updateEventLegacy", { body: late })).rejects.toMatchObject(refused);
    await expect(call("createEvent", { body: ofSession })).rejects.toMatchObject(refused);
    await expect(call("createSession", { body: { session_id } })).rejects.toMatchObject(refused);
    const other = randomUUID();
    const changes = [
      { session: { session_id: other } },
      { session: { session_id } },
      { event_id: session_id, metadata: { late: true } },
      { event_id: other, metadata: { late: false } },
    ];
    const batch = await call("changeSessions", { body: { changes } });
    const code = "SESSION_DELETED";
    const message = expect.stringContaining(session_id);
    expect(batch).toEqual({
      success: true,
      rejected: [
        { index: 1, code, message },
        { index: 2, code, message },
      ],
    });
    const kept = await call("getSession", { params: { session_id: other } });
    expect(kept.metadata).toMatchObject({ late: false });
    expect(await call("changeSessions", { body: { changes: changes.slice(3) } })).toEqual({
      success: true,
    });
    const session = call("getSession", { params: { session_id } });
    await expect(session).rejects.toMatchObject({ status: 404 });
    const { events } = await call("exportEvents", { body: {} });
    expect(events.map((event) => event.session_id)).not.toContain(session_id);
    expect(events.length).toBeGreaterThan(0);
  };
  {
    await using first = await start();
    const call = createClient({ serverUrl: first.url, apiKey: "key-of-late", fetch: server.fetch });
    await call("createEvent", { body: ofSession });
    await call("deleteSession", { params: { session_id } });
    await check(first);
  }
  await using second = await start();
  await check(second);
});

test("lists of sessions know it when a session is changed, deleted, or no session any more", async () => {
  const project = server.newProject();
  const filters = [{ field: "event_type", operator: "is", value: "session" } as const];
  const listed = async (): Promise<readonly unknown[]> => {
    const { events, totalEvents } = await project.call("exportEvents", { body: { filters } });
    expect(totalEvents).toBe(events.length);
    return events.map(({ event_id, feedback }) => [event_id, feedback]);
  };
  const [changed, deleted] = [await createSession(project), await createSession(project)];
  const params = { event_id: changed.sessionId };
  await project.call("updateEvent", { params, body: { feedback: { rating: 5 } } });
  expect(await listed()).toHaveLength(2);
  await project.call("deleteSession", { params: { session_id: deleted.sessionId } });
  expect(await listed()).toEqual([[changed.sessionId, { rating: 5 }]]);
  const body = { event_type: "chain" as const, inputs: {}, ...params };
  await project.call("createEvent", { body: { ...body, session_id: changed.sessionId } });
  expect(await listed()).toEqual([]);
});

test("a span that calls itself a session is listed as one until it is deleted", async () => {
  const project = server.newProject();
  const attributes = { honeyhive_event_type: "session" };
  const spans = otlpJson([{ spanId: "00000000000000a1", name: "odd", attributes }]);
  await project.send("POST", "/v1/traces", spans);
  const filters = [{ field: "event_name", operator: "is", value: "odd" } as const];
  const ofSessions = { field: "event_type", operator: "is", value: "session" } as const;
  const list = async (): Promise<string[]> => {
    const body = { filters: [...filters, ofSessions] };
    const { events } = await project.call("exportEvents", { body });
    return events.map(({ event_id }) => event_id);
  };
  const [event_id = ""] = await list();
  await project.call("deleteEvent", { params: { event_id } });
  expect(await list()).toEqual([]);
});

test("a deleted event stays deleted when it is sent again, or changed", async () => {
  const project = server.newProject();
  const { sessionId, eventId } = await createSession(project);
  const params = { event_id: eventId };
  await project.call("deleteEvent", { params });
  const body = {
    event_type: "tool" as const,
    inputs: {},
    event_id: eventId,
    session_id: sessionId,
  };
  await project.call("createEvent", { body: { ...body, start_time: Date.now() } });
  await project.call("updateEvent", { params, body: { metrics: { late: 1 } } });
  await expect(project.call("getEvent", { params })).rejects.toMatchObject({ status: 404 });
  expect(await countEvents(project)).toBe(1);
});

test("a deleted run is gone, its sessions are not", async () => {
  const project = server.newProject();
  const { run_id } = await project.call("createRun", { body: { name: "r" } });
  await createSession(project);
  expect(await project.call("deleteRun", { params: { run_id } })).toEqual({
    id: run_id,
    deleted: true,
  });
  expect((await project.call("listRuns", {})).pagination).toMatchObject({ total_unfiltered: 0 });
  expect(await countEvents(project)).toBe(2);
});

test.each(["/v1/sessions/unknown", "/v1/events/unknown", "/v1/runs/unknown"])(
  "deleting %s is answered with 404 and what to do",
  async (path) => {
    const response = await server.sharedProject().send("DELETE", path);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ message: expect.stringMatching(/^Expected /) });
  },
);

test("nobody deletes what is another project's", async () => {
  const [project, other] = [server.newProject(), server.newProject()];
  const { sessionId, eventId } = await createSession(project);
  for (const path of [`/v1/sessions/${sessionId}`, `/v1/events/${eventId}`]) {
    expect((await other.send("DELETE", path)).status).toBe(404);
  }
  expect(await countEvents(project)).toBe(2);
});

test("a project that is made again has the sessions that are sent to it again", async () => {
  const call = createClient({ serverUrl: server.url, apiKey: server.apiKey, fetch: server.fetch });
  const name = "made again";
  const open = async (): Promise<Client> => {
    await call("createProject", { body: { name } });
    const { api_key } = await call("createKey", { body: { name: "k", project: name } });
    return createClient({ serverUrl: server.url, apiKey: api_key, fetch: server.fetch });
  };
  const body = { session_id: randomUUID(), session_name: "s", start_time: Date.now() };
  const count = async (project: Client): Promise<number> =>
    (await project("exportEvents", { body: {} })).totalEvents;
  const first = await open();
  await first("createSession", { body });
  expect(await count(first)).toBe(1);
  await call("deleteProject", { query: { name } });
  const second = await open();
  await until(async () => (await count(second)) === 0);
  await second("createSession", { body });
  expect(await count(second)).toBe(1);
  await second("updateEvent", {
    params: { event_id: body.session_id },
    body: { metadata: { life: 2 } },
  });
  expect(await count(second)).toBe(1);
});

test("a project that is made again has nothing that another server took after its deletion", async () => {
  await using clickHouse = await startClickHouse();
  const store = clickHouse.storeUrl("remade");
  await using first = await startTestServer({ store, apiKey: "key-of-operator" });
  await using second = await startTestServer({ store, apiKey: "key-of-operator" });
  const clientOf = ({ url, fetch }: TestServer, apiKey: string): Client =>
    createClient({ serverUrl: url, apiKey, fetch });
  const operator = clientOf(first, "key-of-operator");
  const name = "made again";
  const newKey = async (): Promise<string> =>
    (await operator("createKey", { body: { name: "k", project: name } })).api_key;
  await operator("createProject", { body: { name } });
  const late = clientOf(second, await newKey());
  await late("createSession", { body: { session_name: "before" } });
  await operator("deleteProject", { query: { name } });
  await late("createSession", { body: { session_name: "late" } });
  await operator("createProject", { body: { name } });
  const remade = clientOf(first, await newKey());
  expect((await remade("exportEvents", { body: {} })).totalEvents).toBe(0);
  await remade("createSession", { body: { session_name: "new" } });
  expect((await remade("exportEvents", { body: {} })).totalEvents).toBe(1);
});

test("an update of a deleted session is refused by a server that has just been started", async () => {
  await using directory = await temporaryDirectory();
  const keys = { "key-of-late": "late" };
  const start = () => startServer({ port: 0, dataDir: directory.path, keys });
  const clientOf = ({ url }: RunningServer): Client =>
    createClient({ serverUrl: url, apiKey: "key-of-late", fetch: server.fetch });
  const event_id = randomUUID();
  {
    await using first = await start();
    const call = clientOf(first);
    await call("createSession", { body: { session_id: event_id } });
    await call("deleteSession", { params: { session_id: event_id } });
  }
  await using second = await start();
  const params = { event_id: event_id.toUpperCase() };
  const update = clientOf(second)("updateEvent", { params, body: { metadata: { late: true } } });
  await expect(update).rejects.toMatchObject({ status: 409, code: "SESSION_DELETED" });
});
