import type { Event } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { EventLog } from "../events/event-log.js";
import { MediaLog } from "../events/media-log.js";
import { PatchLog } from "../events/patch-log.js";
import { createClock } from "../lib/clock.js";
import { LoopTurns } from "../lib/loop-turns.js";
import { findEvents } from "../queries/find-events.js";
import { findPatches } from "../queries/find-patches.js";
import { SessionRegistry } from "../events/session-registry.js";
import { countingStore } from "../testing/counting-store.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryStore, type TemporaryStore } from "../testing/temporary-store.js";
import { PriceTable } from "../cost/price-table.js";
import { ingestEvents } from "./ingest-events.js";

const limits = { maxBatchRows: 2000, maxBatchBytes: 1e7, maxQueuedBytes: 1e7 };
const sample = mapped({});
const projectId = sample.project_id;
const sessionId = sessionOf(0);

function sessionOf(number: number): string {
  return `5e55109e-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** An event directly below its session, which began in the same moment as all others. */
function call(name: string, endsAfterMs: number, error: string | null, session = sessionId): Event {
  return {
    ...sample,
    event_id: `${name}-of-${session}`,
    session_id: session,
    parent_id: session,
    event_name: name,
    end_time: sample.start_time + endsAfterMs,
    error,
  };
}

/** What one server does with events, and what it asks of the store for it. */
function openServer({ engine }: TemporaryStore) {
  const { store, asked } = countingStore(engine);
  const sessions = new SessionRegistry(store);
  const patches = new PatchLog(store, createClock());
  const events = new EventLog({ store, patches, sessions }, limits);
  const media = new MediaLog(store);
  const services = { events, media, sessions, prices: new PriceTable(), turns: new LoopTurns() };
  return {
    patches,
    ingest: (calls: readonly Event[], project = projectId) =>
      ingestEvents(
        services,
        project,
        calls.map((event) => ({ event })),
      ),
    async asksFor(work: () => Promise<unknown>): Promise<{ select: number; insert: number }> {
      const before = { ...asked };
      await work();
      return { select: asked.select - before.select, insert: asked.insert - before.insert };
    },
  };
}

/** Sessions as they are stored: alike in both tables, and with all of their changes. */
async function readSessions({ store }: TemporaryStore, ids: readonly string[]): Promise<Event[]> {
  const sessions = await store.select(findEvents(projectId, ids));
  const listed = await store.select({
    sql: `SELECT event_id, error FROM sessions FINAL
      WHERE project_id = {project_id:String} AND event_id IN {session_ids:Array(String)}`,
    params: { project_id: projectId, session_ids: ids },
    parse: (row) => `${String(row["event_id"])} ${String(row["error"])}`,
  });
  const stored = sessions.map(({ event_id, error }) => `${event_id} ${error}`);
  expect(listed.toSorted()).toEqual(stored.toSorted());
  expect(await store.findUnfoldedPatches()).toEqual([]);
  return sessions;
}

async function readErrors(
  fixture: TemporaryStore,
  ids: readonly string[] = [sessionId],
): Promise<(string | null)[]> {
  return (await readSessions(fixture, ids)).map(({ error }) => error);
}

test("writes a session that starts and fails in one insert, and what it was changed by in another", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  const calls = [call("a", 10, null), call("b", 20, "boom"), call("c", 5, "earlier")];
  // The look for the session.
  expect(await server.asksFor(() => server.ingest(calls))).toEqual({ select: 1, insert: 2 });
  expect(await readErrors(fixture)).toEqual(["boom"]);
});

test("writes sessions that fail later with the events that say so, however many they are", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  const ids = sessionsOf(30);
  await server.ingest(ids.map((id) => call("a", 10, null, id)));
  const failures = ids.map((id) => call("b", 20, "boom", id));
  // What was just written need not be looked for.
  expect(await server.asksFor(() => server.ingest(failures))).toEqual({ select: 0, insert: 2 });
  expect(await readErrors(fixture, ids)).toEqual(ids.map(() => "boom"));
});

test("looks for sessions that an earlier process has written, and for what changed them", async () => {
  await using fixture = await temporaryStore();
  const ids = sessionsOf(30);
  await openServer(fixture).ingest(ids.map((id) => call("a", 10, null, id)));
  const server = openServer(fixture);
  const failures = ids.map((id) => call("b", 20, "boom", id));
  // Whether they are there, in both tables, then the sessions and their changes.
  expect(await server.asksFor(() => server.ingest(failures))).toEqual({ select: 4, insert: 2 });
  expect(await readErrors(fixture, ids)).toEqual(ids.map(() => "boom"));
});

test("marks more sessions than are changed at once", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  const ids = sessionsOf(1200);
  await server.ingest(ids.slice(0, 600).map((id) => call("a", 10, null, id)));
  await server.ingest(ids.map((id) => call("b", 20, "boom", id)));
  expect(await readErrors(fixture, ids)).toEqual(ids.map(() => "boom"));
});

test("keeps the error of what ended last, in whatever order and requests errors come", async () => {
  await using fixture = await temporaryStore();
  const failures = [call("a", 10, "first"), call("b", 30, "last"), call("c", 20, "second")];
  const cases = orders(failures)
    .flatMap(([x, y, z]) => [[[x, y, z]], [[x, y], [z]], [[x], [y, z]], [[x], [y], [z], [x]]])
    .map((requests, index) => ({ id: sessionOf(index), requests }));
  for (const step of [0, 1, 2, 3]) {
    const server = openServer(fixture);
    const sent = cases.map(async ({ id, requests }) => {
      const calls = (requests[step] ?? []).flatMap((event) => event ?? []);
      if (calls.length > 0) await server.ingest(calls.map((event) => inSession(event, id)));
    });
    await Promise.all(sent);
  }
  const errors = await readErrors(
    fixture,
    cases.map(({ id }) => id),
  );
  expect(errors).toEqual(cases.map(() => "last"));
});

test("takes an error back when its case is run again, whatever comes first", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  const failed = call("a", 10, "boom");
  const again = { ...call("b", 20, null), metadata: { ...sample.metadata, repeated: true } };
  const requests = [[[failed], [again]], [[again], [failed]], [[failed, again]]];
  for (const [index, parts] of requests.entries()) {
    for (const part of parts) {
      const id = sessionOf(index);
      await server.ingest(
        part.map((event) => ({ ...inSession(event, id), metadata: event.metadata })),
      );
    }
  }
  const ids = requests.map((_, index) => sessionOf(index));
  expect(await readErrors(fixture, ids)).toEqual(ids.map(() => null));
});

test("marks a session once, though several servers take what is sent again", async () => {
  await using fixture = await temporaryStore();
  const calls = [call("a", 10, "boom"), call("b", 5, null)];
  await openServer(fixture).ingest(calls);
  const before = await readSessions(fixture, [sessionId]);
  await Promise.all([openServer(fixture).ingest(calls), openServer(fixture).ingest(calls)]);
  expect(await readSessions(fixture, [sessionId])).toEqual(before);
});

test("takes over the change of a session that came before anything of it, when it starts with an error", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  await server.patches.append({ projectId, eventId: sessionId }, { merge: { feedback: { a: 1 } } });
  await server.ingest([call("a", 10, "boom")]);
  expect(await readSessions(fixture, [sessionId])).toMatchObject([
    { error: "boom", feedback: { a: 1 } },
  ]);
});

test("tells sessions of different projects apart that have the same id", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  const theirs = (event: Event): Event => ({ ...event, project_id: "theirs" });
  await server.ingest([theirs(call("a", 10, null))], "theirs");
  await Promise.all([
    server.ingest([call("a", 10, "boom")]),
    server.ingest([theirs(call("b", 20, "bang"))], "theirs"),
  ]);
  const [own] = await fixture.store.select(findEvents(projectId, [sessionId]));
  const [other] = await fixture.store.select(findEvents("theirs", [sessionId]));
  expect([own?.error, other?.error]).toEqual(["boom", "bang"]);
});

test("loses no change that comes while its session is written with its error", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  const ids = sessionsOf(40);
  const changed = ids.map(async (id, index) => {
    // At all stages of the inserts.
    for (let turn = 0; turn < index * 20; turn++) await new Promise((done) => setImmediate(done));
    const eventId = ids[(index + 20) % 40] ?? id;
    await Promise.all([
      server.ingest([call("a", 10, "boom", id)]),
      server.patches.append({ projectId, eventId }, { merge: { feedback: { of: eventId } } }),
    ]);
  });
  await Promise.all(changed);
  const sessions = await readSessions(fixture, ids);
  expect(sessions.map(({ error, feedback }) => [error, feedback])).toEqual(
    sessions.map(({ event_id }) => ["boom", { of: event_id }]),
  );
  expect(sessions).toHaveLength(40);
});

/** Takes changes, and no events. */
async function breakEvents({ engine }: TemporaryStore): Promise<AsyncDisposable> {
  await engine.command("RENAME TABLE events TO away");
  await engine.command("CREATE VIEW events AS SELECT * FROM away");
  return {
    async [Symbol.asyncDispose]() {
      await engine.command("DROP TABLE events");
      await engine.command("RENAME TABLE away TO events");
    },
  };
}

test.each([
  ["begins with it", []],
  ["was there before", [call("before", 1, null)]],
])("marks a session that %s only when the error could be stored", async (_, earlier) => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  await server.ingest(earlier);
  {
    await using _broken = await breakEvents(fixture);
    await expect(server.ingest([call("a", 10, "boom")])).rejects.toThrow();
  }
  await server.ingest([call("b", 10, null)]);
  await server.patches.append({ projectId, eventId: sessionId }, { merge: { feedback: { a: 1 } } });
  expect(await readErrors(fixture)).toEqual([null]);
  await server.ingest([call("a", 10, "boom")]);
  expect(await readErrors(fixture)).toEqual(["boom"]);
});

test("takes no change back whose event another server has stored", async () => {
  await using fixture = await temporaryStore();
  await openServer(fixture).ingest([call("a", 10, "boom")]);
  {
    await using _broken = await breakEvents(fixture);
    await expect(openServer(fixture).ingest([call("a", 10, "boom")])).rejects.toThrow();
  }
  expect(await fixture.store.select(findPatches(projectId, [sessionId]))).toEqual([
    {
      eventId: sessionId,
      patchId: expect.any(String) as string,
      body: { replace: { error: "boom" } },
    },
  ]);
});

function sessionsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => sessionOf(index));
}

function inSession(event: Event, id: string): Event {
  return call(event.event_name, event.end_time - sample.start_time, event.error, id);
}

function orders<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((first, index) =>
    orders(items.toSpliced(index, 1)).map((others) => [first, ...others]),
  );
}
