import { randomUUID } from "node:crypto";

import type { JsonObject } from "@honeyhive/contract";
import { afterAll, describe, expect, test } from "vitest";

import { borrowTestServer, type ProjectClient } from "../../testing/test-server.js";

const server = await borrowTestServer();
afterAll(() => server[Symbol.asyncDispose]());

async function addEvent(
  project: ProjectClient,
  fields: { session_id: string; event_name: string } & Record<string, unknown>,
): Promise<string> {
  const body = { event_type: "tool" as const, inputs: {}, ...fields };
  return (await project.call("createEvent", { body })).event_id;
}

test("answers a start with the whole session", async () => {
  const project = server.newProject();
  const session = await project.call("createSession", {
    body: { session_name: "s", inputs: { a: 1 }, user_properties: { user_id: "u" } },
  });
  expect(session).toMatchObject({
    event_id: session.session_id,
    event_type: "session",
    event_name: "s",
    source: "unknown",
    parent_id: null,
    inputs: { a: 1 },
    outputs: {},
    user_properties: { user_id: "u" },
  });
});

test("takes a session in every older wrapping", async () => {
  const project = server.newProject();
  const session = { session_name: "s", source: "test", start_time: 1_780_000_000_000_000 };
  for (const body of [{ session }, { session: JSON.stringify(session) }, session]) {
    const response = await project.send("POST", "/session/start", body);
    expect(await response.json()).toMatchObject({
      event_name: "s",
      start_time: 1_780_000_000_000,
    });
  }
});

test("finds the parent of an event in whatever spelling it is named", async () => {
  const project = server.newProject();
  for (const given of ["Chat 7", randomUUID().toUpperCase()]) {
    const event_id = randomUUID().toUpperCase();
    const own = { event_type: "tool", inputs: {}, session_id: given };
    const events = [
      { ...own, event_id, parent_id: given, event_name: "parent" },
      { ...own, parent_id: event_id, event_name: "child" },
    ];
    await project.send("POST", "/v1/events/batch", { events });
    const tree = await project.call("getSession", { params: { session_id: given } });
    expect(tree.children).toMatchObject([
      { event_name: "parent", parent_id: tree.event_id, children: [{ event_name: "child" }] },
    ]);
    const filters = [{ field: "parent_id", operator: "is" as const, value: event_id }];
    const { totalEvents } = await project.call("exportEvents", { body: { filters } });
    expect(totalEvents).toBe(1);
  }
});

test("merges a second start of the same session", async () => {
  const project = server.newProject();
  const session_id = randomUUID();
  await project.call("createSession", {
    body: { session_id, session_name: "s", metadata: { a: 1, b: 1 } },
  });
  const again = await project.call("createSession", { body: { session_id, metadata: { b: 2 } } });
  expect(again).toMatchObject({ event_name: "s", metadata: { a: 1, b: 2 } });
});

test("says that it takes batches of sessions", async () => {
  const response = await server.sharedProject().send("GET", "/health");
  expect(response.headers.get("honeyhive-capabilities")).toBe("session-batches, whole-datapoints");
});

describe("a batch of session starts and updates", () => {
  const [one, two] = [randomUUID(), randomUUID()];
  const start = (session_id: string, more: object = {}): object => ({
    session: {
      session_id,
      session_name: `session ${session_id}`,
      source: "test",
      start_time: 1_780_000_000_000,
      inputs: { q: session_id },
      metadata: { a: 1, b: 1 },
      ...more,
    },
  });
  const update = (event_id: string, b: number): object => ({
    event_id,
    outputs: b,
    metadata: { b },
    feedback: { good: b > 2 },
    end_time: 1_780_000_001_000 + b,
  });
  const changes = [start(one), update(one, 2), start(two), update(one, 3)];
  const sessionsOf = async (project: ProjectClient): Promise<unknown[]> =>
    Promise.all(
      [one, two].map(async (session_id) => {
        const { project_id: _, ...session } = await project.call("getSession", {
          params: { session_id },
        });
        return session;
      }),
    );
  const send = async (project: ProjectClient, body: object): Promise<number> =>
    (await project.send("POST", "/v1/sessions/batch", body)).status;

  /** What the same requests, one by one, make of it. */
  async function oneByOne(): Promise<unknown[]> {
    const project = server.newProject();
    for (const change of changes) {
      const isStart = "session" in change;
      const path = isStart ? "/session/start" : "/events";
      expect((await project.send(isStart ? "POST" : "PUT", path, change)).status).toBe(200);
    }
    return sessionsOf(project);
  }

  test("does what the requests do one by one", async () => {
    const project = server.newProject();
    expect(await send(project, { changes })).toBe(200);
    expect(await sessionsOf(project)).toEqual(await oneByOne());
  });

  test("changes nothing more when it is sent again, in whole or in part", async () => {
    const project = server.newProject();
    await send(project, { changes: changes.slice(0, 2) });
    await send(project, { changes });
    await Promise.all([send(project, { changes }), send(project, { changes })]);
    expect(await sessionsOf(project)).toEqual(await oneByOne());
  });

  test("fills in sessions that were seen through their spans", async () => {
    const project = server.newProject();
    await addEvent(project, {
      session_id: one,
      event_name: "child",
      start_time: 1_780_000_000_000,
    });
    await send(project, { changes });
    const [session] = await sessionsOf(project);
    expect(session).toMatchObject({
      event_name: `session ${one}`,
      inputs: { q: one },
      outputs: { result: 3 },
      metadata: { a: 1, b: 3 },
      children: [{ event_name: "child" }],
    });
    expect(session).not.toHaveProperty("metadata.auto_created");
  });

  test("is refused as a whole where a part is wrong, and nothing of it is stored", async () => {
    const project = server.newProject();
    const odd = start(two, { inputs: "no object" });
    expect(await send(project, { changes: [start(one), odd] })).toBe(400);
    await expect(sessionsOf(project)).rejects.toMatchObject({ code: "SESSION_NOT_FOUND" });
  });
});

test("sorts children by start, hangs strays below the root, and adds up model calls only", async () => {
  const project = server.newProject();
  const { session_id } = await project.call("createSession", {
    body: { session_name: "s", start_time: 1_780_000_000_000 },
  });
  const at = (ms: number): object => ({ start_time: 1_780_000_000_000 + ms, duration: 5 });
  const usage = {
    metadata: { cost: 0.5, prompt_tokens: 2, completion_tokens: 1, total_tokens: 3 },
  };
  const late = await addEvent(project, { session_id, event_name: "late", ...at(50), ...usage });
  await addEvent(project, { session_id, event_name: "early", ...at(10), feedback: { rating: 1 } });
  await addEvent(project, { session_id, event_name: "stray", ...at(30), parent_id: randomUUID() });
  const model = { event_type: "model", parent_id: late, ...usage };
  await addEvent(project, { session_id, event_name: "second", ...at(60), ...model });
  await addEvent(project, { session_id, event_name: "first", ...at(55), ...model });
  const tree = await project.call("getSession", { params: { session_id } });
  const [, , lateNode] = tree.children;
  expect(tree.children.map((child) => child.event_name)).toEqual(["early", "stray", "late"]);
  expect(lateNode?.children.map((child) => child.event_name)).toEqual(["first", "second"]);
  const rollup = {
    num_events: 5,
    num_model_events: 2,
    has_feedback: true,
    cost: 1,
    prompt_tokens: 4,
    completion_tokens: 2,
    total_tokens: 6,
  };
  expect(tree).toMatchObject({ duration: 65, metadata: rollup });
  const { events } = await project.call("exportEvents", {
    body: { filters: [{ field: "event_type", operator: "is", value: "session" }] },
  });
  expect(events[0]).toMatchObject({ duration: 65, metadata: rollup });
  const { event } = await project.call("getEvent", { params: { event_id: session_id } });
  expect(event).toMatchObject({ duration: 65, metadata: rollup });
  expect(event).not.toHaveProperty("children");
});

test("has no feedback any more when what was said is taken back", async () => {
  const project = server.newProject();
  const { session_id } = await project.call("createSession", { body: { session_name: "s" } });
  const event_id = await addEvent(project, {
    session_id,
    event_name: "reviewed",
    feedback: { is_good: false, comment: 'no: "null"' },
  });
  const say = async (feedback: JsonObject): Promise<readonly unknown[]> => {
    await project.call("updateEvent", { params: { event_id }, body: { feedback } });
    const tree = await project.call("getSession", { params: { session_id } });
    const { events } = await project.call("exportEvents", {
      body: { filters: [{ field: "event_type", operator: "is", value: "session" }] },
    });
    return [tree, events[0]].map((root) => root?.metadata["has_feedback"]);
  };
  expect(await say({ is_good: null })).toEqual([true, true]);
  expect(await say({ comment: null })).toEqual([false, false]);
});

test("says what to check when a session is unknown", async () => {
  const project = server.newProject();
  const params = { session_id: randomUUID() };
  await expect(project.call("getSession", { params })).rejects.toMatchObject({
    status: 404,
    code: "SESSION_NOT_FOUND",
  });
});
