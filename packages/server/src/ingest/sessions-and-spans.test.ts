import type { Event, SessionChange } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { EventLog } from "../events/event-log.js";
import { MediaLog } from "../events/media-log.js";
import { PatchLog } from "../events/patch-log.js";
import type { EventKey } from "../events/waiting-events.js";
import { PriceTable } from "../cost/price-table.js";
import { ingestEvents } from "./ingest-events.js";
import { createClock } from "../lib/clock.js";
import { LoopTurns } from "../lib/loop-turns.js";
import { findEvents } from "../queries/find-events.js";
import type { Engine } from "../store/engine.js";
import { countingStore } from "../testing/counting-store.js";
import { mapped } from "../testing/mapped-span.js";
import { sharedEngine } from "../testing/shared-engine.js";
import { temporaryStore, type TemporaryStore } from "../testing/temporary-store.js";
import { changeSessions } from "../sessions/change-sessions.js";
import { SessionRegistry } from "../events/session-registry.js";

const limits = { maxBatchRows: 2000, maxBatchBytes: 1e7, maxQueuedBytes: 1e7 };
const sample = mapped({});
const project = { id: sample.project_id, name: "default" };

function openServer({ engine }: { readonly engine: Engine }) {
  const { store, asked } = countingStore(engine);
  const clock = createClock();
  const sessions = new SessionRegistry(store);
  const patches = new PatchLog(store, clock);
  const events = new EventLog({ store, patches, sessions }, limits);
  const media = new MediaLog(store);
  const services = { events, media, sessions, prices: new PriceTable(), turns: new LoopTurns() };
  return {
    asked,
    patches,
    change: (...changes: SessionChange[]) =>
      changeSessions({ events, patches, sessions, clock }, project, changes),
    ingest: (...spans: Event[]) =>
      ingestEvents(
        services,
        project.id,
        spans.map((event) => ({ event })),
      ),
  };
}

function sessionOf(number: number): string {
  return `5e55109e-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

function start(session_id: string): SessionChange {
  return { session: { session_id, session_name: "case", source: "test", inputs: { q: 1 } } };
}

function update(event_id: string): SessionChange {
  return { event_id, outputs: { a: 2 }, metadata: { outcome: "passed" } };
}

function span(session_id: string, error: string | null = null): Event {
  return {
    ...sample,
    event_id: `span-of-${session_id}`,
    session_id,
    parent_id: session_id,
    error,
  };
}

/** Sessions as they are stored: alike in both tables, and with all of their changes. */
async function readSessions(
  { store }: TemporaryStore,
  ids: readonly string[],
): Promise<Partial<Event>[]> {
  const found = await store.select(findEvents(project.id, ids));
  const listed = await store.select({
    sql: `SELECT event_id, outputs FROM sessions FINAL
      WHERE project_id = {project_id:String} AND event_id IN {session_ids:Array(String)}`,
    params: { project_id: project.id, session_ids: ids },
    parse: (row) => `${String(row["event_id"])} ${String(row["outputs"])}`,
  });
  const stored = found.map(({ event_id, outputs }) => `${event_id} ${JSON.stringify(outputs)}`);
  expect(listed.toSorted()).toEqual(stored.toSorted());
  expect(await store.findUnfoldedPatches()).toEqual([]);
  return found
    .toSorted((left, right) => (left.event_id < right.event_id ? -1 : 1))
    .map(({ event_id, event_name, inputs, outputs, metadata, error }) => {
      return { event_id, event_name, inputs, outputs, metadata, error };
    });
}

function toKey(eventId: string): EventKey {
  return { projectId: project.id, eventId };
}

function told(event_id: string, error: string | null = null): Partial<Event> {
  const metadata = { outcome: "passed" };
  return { event_id, event_name: "case", inputs: { q: 1 }, outputs: { a: 2 }, metadata, error };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("writes a session, what is said of it and its spans in one insert, whichever requests bring them", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  const id = sessionOf(0);
  // The first holds the next up, so that they are stored together.
  const held = server.change(start(sessionOf(1)));
  await turn();
  const before = { ...server.asked };
  await Promise.all([held, server.ingest(span(id)), server.change(start(id), update(id))]);
  // One of the looks and one of the inserts are the first session's.
  expect([server.asked.select - before.select, server.asked.insert - before.insert]).toEqual([
    2, 2,
  ]);
  expect(await readSessions(fixture, [id])).toEqual([told(id)]);
});

test("joins an update that comes alone to the start that is stored with it", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  const id = sessionOf(0);
  const held = server.change(start(sessionOf(1)));
  await turn();
  await Promise.all([held, server.change(start(id)), server.change(update(id))]);
  expect(await readSessions(fixture, [id])).toEqual([told(id)]);
  expect(server.asked.insert).toBe(2);
});

test("writes updates of sessions that are there with the spans that come with them", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  const ids = [sessionOf(0), sessionOf(1)];
  await server.change(...ids.map(start));
  const held = server.change(start(sessionOf(2)));
  await turn();
  const before = { ...server.asked };
  await Promise.all([
    held,
    server.change(...ids.map(update)),
    ...ids.map((id) => server.ingest(span(id))),
  ]);
  // The session that held them up, then the changes, then everything else.
  expect(server.asked.insert - before.insert).toBe(3);
  expect(await readSessions(fixture, ids)).toEqual(ids.map((id) => told(id)));
});

test("gives the same whatever comes first, fails or comes twice, on one server and on two", async () => {
  await using fixture = await temporaryStore();
  const engine = sharedEngine(fixture.engine);
  const [one, two] = [openServer({ engine }), openServer({ engine })];
  const ids = Array.from({ length: 60 }, (_, index) => sessionOf(index));
  const sent = ids.map(async (id, index) => {
    for (let count = 0; count < index * 7; count++) await turn();
    const error = index % 3 === 0 ? "boom" : null;
    const spans = async (): Promise<void> => void (await one.ingest(span(id, error)));
    const session = async (): Promise<void> => {
      await one.change(start(id));
      await one.change(update(id));
    };
    // What two servers write of a session at the same moment is not told apart: one after the other there.
    if (index % 4 === 0) await session().then(spans);
    else if (index % 4 === 1) await spans().then(session);
    else await Promise.all([session(), spans()]);
    if (index % 2 === 0)
      await Promise.all([two.change(start(id), update(id)), two.ingest(span(id, error))]);
  });
  await Promise.all(sent);
  expect(await readSessions(fixture, ids)).toEqual(
    ids.map((id, index) => told(id, index % 3 === 0 ? "boom" : null)),
  );
});

test("changes what it has just started without looking for it, as often and in as many ways as it is told", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  const ids = Array.from({ length: 20 }, (_, index) => sessionOf(index));
  await server.change(...ids.map(start));
  const before = { ...server.asked };
  await server.change(...ids.map(update));
  expect(server.asked.select - before.select).toBe(0);
  const fields = ["b", "c", "d", "e"];
  await Promise.all(
    ids.flatMap((id, index) =>
      fields.map(async (field, position) => {
        for (let count = 0; count < index * position; count++) await turn();
        const metadata = { [field]: index };
        // Two ways, each with its own order of writing.
        if (position % 2 === 0) await server.change({ event_id: id, metadata });
        else await server.patches.append(toKey(id), { merge: { metadata } });
      }),
    ),
  );
  const expected = ids.map((id, index) => ({
    ...told(id),
    metadata: { outcome: "passed", b: index, c: index, d: index, e: index },
  }));
  expect(await readSessions(fixture, ids)).toEqual(expected);
  // Another server, which has to look, makes the same of it.
  await openServer(fixture).change(...ids.map(update));
  expect(await readSessions(fixture, ids)).toEqual(expected);
});

test("keeps an update that comes before its session, and folds it with what comes later", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  const id = sessionOf(0);
  await server.change(update(id));
  await server.patches.append(toKey(id), { merge: { feedback: { b: 1 } } });
  await server.change(start(id));
  expect(await readSessions(fixture, [id])).toEqual([told(id)]);
});

test("changes more sessions than are changed at once", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  const ids = Array.from({ length: 1200 }, (_, index) => sessionOf(index));
  await server.change(...ids.map(start));
  await server.change(...ids.map(update));
  expect(await readSessions(fixture, ids)).toEqual(ids.map((id) => told(id)));
});

test("starts a session again whose insert failed, and leaves nothing of what was refused", async () => {
  await using fixture = await temporaryStore();
  const server = openServer(fixture);
  const [fresh, known] = [sessionOf(0), sessionOf(1)];
  await server.change(start(known));
  await fixture.engine.command("RENAME TABLE events TO away");
  await fixture.engine.command("CREATE VIEW events AS SELECT * FROM away");
  const refused = [server.change(start(fresh), update(fresh)), server.change(update(known))];
  for (const each of await Promise.allSettled(refused)) expect(each.status).toBe("rejected");
  await fixture.engine.command("DROP TABLE events");
  await fixture.engine.command("RENAME TABLE away TO events");
  await server.change(start(fresh));
  await server.ingest(span(known, "boom"));
  expect(await readSessions(fixture, [fresh, known])).toMatchObject([
    { event_id: fresh, outputs: {} },
    { event_id: known, outputs: {}, error: "boom" },
  ]);
  await server.change(start(fresh), update(fresh), update(known));
  expect(await readSessions(fixture, [fresh, known])).toEqual([told(fresh), told(known, "boom")]);
});
