import type { Event } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { createClock } from "../lib/clock.js";
import { findEvents } from "../queries/find-events.js";
import { SessionRegistry } from "./session-registry.js";
import { toEventRow } from "../store/event-row.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryStore, type TemporaryStore } from "../testing/temporary-store.js";
import { EventLog } from "./event-log.js";
import { findPage, readPage } from "./find-page.js";
import { PatchLog, type EventChange } from "./patch-log.js";
import { WaitingEvents } from "./waiting-events.js";

const limits = { maxBatchRows: 100, maxBatchBytes: 1e6, maxQueuedBytes: 1e6 };
const event = mapped({});
const key = { projectId: event.project_id, eventId: event.event_id };

function openLogs({ store }: TemporaryStore): { patches: PatchLog; events: EventLog } {
  const patches = new PatchLog(store, createClock());
  return {
    patches,
    events: new EventLog({ store, patches, sessions: new SessionRegistry(store) }, limits),
  };
}

async function readMetrics({ store }: TemporaryStore): Promise<unknown> {
  const [stored] = await store.select(findEvents(event.project_id, [event.event_id]));
  return stored?.metrics;
}

test("folds what an earlier process stored and could not fold any more", async () => {
  await using fixture = await temporaryStore();
  const { events } = openLogs(fixture);
  await events.append([events.startRows().encode(event)]);
  await fixture.store.insertRows("event_patches", [
    {
      project_id: event.project_id,
      event_id: event.event_id,
      patched_at: `${Math.floor(Date.now() / 1000)}.000000`,
      patch_id: "p1",
      body: JSON.stringify({ merge: { metrics: { left: 1 } } }),
      version: 0,
    },
  ]);
  expect(await readMetrics(fixture)).toEqual({});
  await openLogs(fixture).patches.resume();
  expect(await readMetrics(fixture)).toEqual({ left: 1 });
});

test("folds again what a crash kept from the table of sessions", async () => {
  await using fixture = await temporaryStore();
  const session: Event = { ...event, event_id: event.session_id, event_type: "session" };
  const { patches, events } = openLogs(fixture);
  await events.append([events.startRows().encode(session)]);
  await patches.append({ ...key, eventId: session.event_id }, { merge: { metrics: { left: 1 } } });
  await fixture.engine.command("TRUNCATE TABLE sessions");
  await fixture.store.insertRows("sessions", [toEventRow(session, 0)]);
  await openLogs(fixture).patches.resume();
  const filters = [{ field: "event_type", operator: "is", value: "session" } as const];
  const { places } = await findPage(fixture.store, event.project_id, { filters });
  const listed = await readPage(fixture.store, event.project_id, places, { filters });
  expect(listed.map(({ metrics }) => metrics)).toEqual([{ left: 1 }]);
});

test("keeps waiting patches over a restart, until their event comes", async () => {
  await using fixture = await temporaryStore();
  await openLogs(fixture).patches.append(key, { merge: { metrics: { early: 1 } } });
  const { patches, events } = openLogs(fixture);
  await patches.resume();
  await events.append([events.startRows().encode(event)]);
  expect(await readMetrics(fixture)).toEqual({ early: 1 });
});

test("takes an error back whose event a killed process never stored", async () => {
  await using fixture = await temporaryStore();
  const session: Event = { ...event, event_id: event.session_id, event_type: "session" };
  const change: EventChange = {
    projectId: event.project_id,
    eventId: session.event_id,
    body: JSON.stringify({ replace: { error: "gone" } }),
    patchId: event.event_id,
    patchedAtMicros: Date.now() * 1000,
  };
  const readError = async (): Promise<unknown> => {
    const found = findEvents(event.project_id, [session.event_id]);
    return (await fixture.store.select(found))[0]?.error;
  };
  const { patches, events } = openLogs(fixture);
  await events.append([events.startRows().encode(session)]);
  await new Promise<void>((killed) => {
    void patches.appendWith([change], [], () => {
      killed();
      return new Promise(() => {});
    });
  });
  await openLogs(fixture).patches.resume();
  expect(await readError()).toBeNull();
  // Sent again by its client, it is what it was.
  const later = openLogs(fixture);
  await later.events.append([{ ...later.events.startRows().encode(event), change }]);
  expect(await readError()).toBe("gone");
  await openLogs(fixture).patches.resume();
  expect(await readError()).toBe("gone");
});

test("remembers only so many events that never come, and still folds what it has forgotten", async () => {
  await using fixture = await temporaryStore();
  const waiting = new WaitingEvents(10);
  const patches = new PatchLog(fixture.store, createClock(), { waiting });
  const events = new EventLog(
    { ...fixture, patches, sessions: new SessionRegistry(fixture.store) },
    limits,
  );
  await patches.append(key, { merge: { metrics: { early: 1 } } });
  const never = Array.from({ length: 30 }, (_, index) => ({ ...key, eventId: `never-${index}` }));
  await Promise.all(never.map((event) => patches.append(event, { merge: { metrics: { a: 1 } } })));
  expect(waiting.size).toBe(10);
  await events.append([events.startRows().encode(event)]);
  expect(await readMetrics(fixture)).toEqual({ early: 1 });
});

test("counts a patch once that is appended again under its name", async () => {
  await using fixture = await temporaryStore();
  const { patches, events } = openLogs(fixture);
  await events.append([events.startRows().encode(event)]);
  const origin = { patchId: "p1", patchedAtMicros: 1_780_000_000_000_000 };
  await patches.append(key, { merge: { metrics: { a: 1 } } }, origin);
  await patches.append(key, { merge: { metrics: { a: 2 } } });
  await patches.append(key, { merge: { metrics: { a: 1 } } }, origin);
  expect(await readMetrics(fixture)).toEqual({ a: 2 });
});

test("lets a post that comes again change nothing, whatever was said in between", async () => {
  await using fixture = await temporaryStore();
  const first = openLogs(fixture);
  await first.events.append([first.events.startRows().encode(event, { postDigest: "first" })]);
  const post = (logs: typeof first, digest: string, value: number): Promise<void> => {
    const patch = { merge: { metrics: { a: value } } };
    return logs.patches.append(key, patch, logs.patches.newOrigin(digest));
  };
  await post(first, "second", 2);
  await first.patches.append(key, { merge: { metrics: { a: 3 } } });
  // After a restart, and by another server.
  for (const logs of [first, openLogs(fixture)]) {
    await post(logs, "first", 1);
    await post(logs, "second", 2);
    expect(await readMetrics(fixture)).toEqual({ a: 3 });
  }
  await post(openLogs(fixture), "third", 4);
  expect(await readMetrics(fixture)).toEqual({ a: 4 });
});

test("lets a post count that comes again after it was taken back", async () => {
  await using fixture = await temporaryStore();
  const { patches, events } = openLogs(fixture);
  await events.append([events.startRows().encode(event)]);
  const change = { ...key, ...patches.newOrigin("post"), body: '{"merge":{"metrics":{"a":1}}}' };
  const failing = patches.appendWith([change], [], () => Promise.reject(new Error("No room.")));
  await expect(failing).rejects.toThrow("No room.");
  expect(await readMetrics(fixture)).toEqual({});
  await patches.append(key, { merge: { metrics: { a: 1 } } }, patches.newOrigin("post"));
  expect(await readMetrics(fixture)).toEqual({ a: 1 });
});
