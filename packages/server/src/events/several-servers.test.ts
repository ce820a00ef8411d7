import type { Event, SessionChange } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { PriceTable } from "../cost/price-table.js";
import { ingestEvents } from "../ingest/ingest-events.js";
import { createClock } from "../lib/clock.js";
import { LoopTurns } from "../lib/loop-turns.js";
import { findEvents } from "../queries/find-events.js";
import { changeSessions } from "../sessions/change-sessions.js";
import { startSession } from "../sessions/start-session.js";
import { Store } from "../store/store.js";
import { mapped } from "../testing/mapped-span.js";
import { sharedEngine, type BeforeInsert } from "../testing/shared-engine.js";
import { temporaryStore, type TemporaryStore } from "../testing/temporary-store.js";
import { EventLog } from "./event-log.js";
import { openReader } from "./open-reader.js";
import { MediaLog } from "./media-log.js";
import { PatchLog } from "./patch-log.js";
import { SessionRegistry } from "./session-registry.js";

const limits = { maxBatchRows: 2000, maxBatchBytes: 1e7, maxQueuedBytes: 1e7 };
const sample = mapped({});
const project = { id: sample.project_id, name: "default" };
const sessionId = sample.session_id;
const start = { session: { session_id: sessionId, session_name: "case" } } satisfies SessionChange;

/** One of several servers that share a store. */
function openServer({ engine }: TemporaryStore, beforeInsert?: BeforeInsert) {
  const store = new Store(sharedEngine(engine, beforeInsert));
  const clock = createClock();
  const sessions = new SessionRegistry(store);
  const patches = new PatchLog(store, clock);
  const events = new EventLog({ store, patches, sessions }, limits);
  const media = new MediaLog(store);
  const reader = openReader(store);
  const services = { store, clock, events, patches, reader, sessions, media };
  return {
    patches,
    change: (...changes: SessionChange[]) => changeSessions(services, project, changes),
    start: () => startSession(services, project, start.session),
    ingest: (event: Event) =>
      ingestEvents({ ...services, prices: new PriceTable(), turns: new LoopTurns() }, project.id, [
        { event },
      ]),
  };
}

/** Holds up inserts of events, which come when a server has decided what it writes. */
function holdEvents(): { beforeInsert: BeforeInsert; reached: Promise<void>; goOn: () => void } {
  const [reached, held] = [gate(), gate()];
  const beforeInsert = (table: string): Promise<void> => {
    if (table !== "events") return Promise.resolve();
    reached.open();
    return held.opened;
  };
  return { beforeInsert, reached: reached.opened, goOn: held.open };
}

function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

async function readSession({ store }: TemporaryStore): Promise<Partial<Event>[]> {
  const found = await store.select(findEvents(project.id, [sessionId]));
  expect(await store.findUnfoldedPatches()).toEqual([]);
  return found.map(({ event_name, error, metrics }) => ({ event_name, error, metrics }));
}

const nowMs = Date.now();
const failing: Event = {
  ...sample,
  parent_id: sessionId,
  start_time: nowMs,
  end_time: nowMs + 1,
  error: "boom",
};

test("keeps no error of an event that a killed server never stored", async () => {
  await using fixture = await temporaryStore();
  await openServer(fixture).change(start);
  const { beforeInsert, reached } = holdEvents();
  void openServer(fixture, beforeInsert).ingest(failing);
  await reached;
  const next = openServer(fixture);
  await next.patches.resume();
  expect(await readSession(fixture)).toEqual([{ event_name: "case", error: null, metrics: {} }]);
  await next.ingest(failing);
  expect(await readSession(fixture)).toEqual([{ event_name: "case", error: "boom", metrics: {} }]);
});

test.each(["change", "start"] as const)(
  "keeps the start of a session (%s) that another server guesses at the same moment",
  async (form) => {
    await using fixture = await temporaryStore();
    const [starting, guessing] = [holdEvents(), holdEvents()];
    const server = openServer(fixture, starting.beforeInsert);
    const started = form === "start" ? server.start() : server.change(start);
    const guessed = openServer(fixture, guessing.beforeInsert).ingest(failing);
    await Promise.all([starting.reached, guessing.reached]);
    starting.goOn();
    await started;
    guessing.goOn();
    await guessed;
    expect(await readSession(fixture)).toEqual([
      { event_name: "case", error: "boom", metrics: {} },
    ]);
  },
);

test.each(["change", "start"] as const)(
  "changes a session's start (%s) by what another server has changed its guess by",
  async (form) => {
    await using fixture = await temporaryStore();
    const starting = holdEvents();
    const server = openServer(fixture, starting.beforeInsert);
    const started = form === "start" ? server.start() : server.change(start);
    await starting.reached;
    const guessing = openServer(fixture);
    await guessing.ingest(failing);
    await guessing.change({ event_id: sessionId, metrics: { score: 1 } });
    starting.goOn();
    await started;
    expect(await readSession(fixture)).toEqual([
      { event_name: "case", error: "boom", metrics: { score: 1 } },
    ]);
  },
);

test("changes an event by what another server was told before the event came", async () => {
  await using fixture = await temporaryStore();
  const [first, second] = [openServer(fixture), openServer(fixture)];
  const key = { projectId: project.id, eventId: failing.event_id };
  await first.patches.append(key, { merge: { metrics: { early: 1 } } });
  await first.patches.foldDue(nowMs);
  await second.ingest(failing);
  const read = async (): Promise<unknown> => {
    const [event] = await fixture.store.select(findEvents(project.id, [failing.event_id]));
    return event?.metrics;
  };
  expect(await read()).toEqual({});
  await first.patches.foldDue(nowMs + 60_000);
  expect(await read()).toEqual({ early: 1 });
});
