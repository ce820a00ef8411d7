import { randomUUID } from "node:crypto";

import type { Event, JsonObject } from "@honeyhive/contract";
import { afterAll, beforeAll, expect, test } from "vitest";

import {
  borrowTestServer,
  type ProjectClient,
  type TestServer,
} from "../../testing/test-server.js";

let server: TestServer;
beforeAll(async () => void (server = await borrowTestServer()));
afterAll(() => server[Symbol.asyncDispose]());

const start_time = Date.UTC(2026, 4, 4, 10);

async function read(project: ProjectClient, event_id: string): Promise<Partial<Event>> {
  const { event } = await project.call("getEvent", { params: { event_id } });
  const { outputs, metadata, metrics } = event;
  return { outputs, metadata, metrics };
}

/** Sends one of the requests that post things, which has to succeed, and answers with what it answered. */
type Post = (project: ProjectClient, body: JsonObject) => Promise<unknown>;

function sending(path: string): Post {
  return async (project, body) => {
    const response = await project.send("POST", path, body);
    expect([path, response.status]).toEqual([path, 200]);
    return response.json();
  };
}

const event = (id: string, outputs: JsonObject): JsonObject => ({
  event_id: id,
  session_id: id.replace(/^./, "0"),
  event_type: "tool",
  event_name: "look up",
  inputs: { question: "?" },
  outputs,
  metadata: { tier: "gold" },
  metrics: { quality: 1 },
  start_time,
});
const session = (id: string, outputs: JsonObject): JsonObject => ({
  session_id: id,
  session_name: "chat",
  outputs,
  metadata: { tier: "gold" },
  metrics: { quality: 1 },
  start_time,
});

const posts: readonly (readonly [string, Post, (id: string, outputs: JsonObject) => JsonObject])[] =
  [
    ["an event", sending("/v1/events"), event],
    ["an event of an older client", sending("/events"), (...said) => ({ event: event(...said) })],
    ["a batch of events", sending("/v1/events/batch"), (...said) => ({ events: [event(...said)] })],
    [
      "a batch that has a session of its own",
      sending("/v1/events/batch"),
      (...said) => ({ events: [event(...said)], single_session: true }),
    ],
    [
      "an event that is a session",
      sending("/v1/events"),
      (...said) => ({ ...event(...said), event_type: "session" }),
    ],
    ["a session's start", sending("/v1/sessions"), session],
    [
      "a start of an older client",
      sending("/session/start"),
      (...said) => ({ session: session(...said) }),
    ],
    [
      "a start in a batch of changes",
      sending("/v1/sessions/batch"),
      (...said) => ({ changes: [{ session: session(...said) }] }),
    ],
  ];

const update = {
  outputs: { text: "corrected" },
  metadata: { tier: "silver" },
  metrics: { quality: 0 },
};

test.each(posts)("%s that comes again undoes no update in between", async (_, post, bodyOf) => {
  const project = server.newProject();
  const event_id = randomUUID();
  const body = bodyOf(event_id, { text: "first" });
  await post(project, body);
  await project.call("updateEvent", { params: { event_id }, body: update });
  const updated = await read(project, event_id);
  expect(updated).toMatchObject(update);
  await post(project, body);
  expect(await read(project, event_id)).toEqual(updated);
});

test.each(posts)("%s that says something else has the last word", async (_, post, bodyOf) => {
  const project = server.newProject();
  const event_id = randomUUID();
  const [first, second] = [{ text: "first" }, { text: "second" }];
  await post(project, bodyOf(event_id, first));
  await project.call("updateEvent", { params: { event_id }, body: update });
  await post(project, bodyOf(event_id, second));
  expect((await read(project, event_id)).outputs).toEqual(second);
  await project.call("updateEvent", { params: { event_id }, body: update });
  for (const again of [first, second]) await post(project, bodyOf(event_id, again));
  expect((await read(project, event_id)).outputs).toEqual(update.outputs);
});

test("a start that comes again undoes no update where the session's spans came first", async () => {
  const project = server.newProject();
  const session_id = randomUUID();
  const params = { event_id: session_id };
  await project.call("createEvent", { body: { event_type: "tool", inputs: {}, session_id } });
  const body = session(session_id, { text: "first" });
  await project.send("POST", "/v1/sessions", body);
  await project.call("updateEvent", { params, body: update });
  await project.send("POST", "/v1/sessions", body);
  expect(await read(project, session_id)).toMatchObject(update);
});

test.each(["one by one", "in a batch"])(
  "an event that has its session's id keeps what it was when it is changed %s",
  async (how) => {
    const project = server.newProject();
    const event_id = randomUUID();
    const body = { ...event(event_id, { text: "first" }), session_id: event_id };
    await sending("/v1/events")(project, body);
    if (how === "one by one")
      await project.call("updateEventLegacy", { body: { event_id, ...update } });
    else await project.call("changeSessions", { body: { changes: [{ event_id, ...update }] } });
    const { event: changed } = await project.call("getEvent", { params: { event_id } });
    expect(changed).toMatchObject({ inputs: { question: "?" }, ...update });
  },
);
