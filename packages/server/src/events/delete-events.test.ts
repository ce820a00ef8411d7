import { expect, test } from "vitest";

import { createClock } from "../lib/clock.js";
import { SessionRegistry } from "./session-registry.js";
import { collectRows } from "../store/collect-rows.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryStore } from "../testing/temporary-store.js";
import { until } from "../testing/until.js";
import { deleteEvents } from "./delete-events.js";
import { EventLog } from "./event-log.js";
import { PatchLog } from "./patch-log.js";

const limits = { maxBatchRows: 100, maxBatchBytes: 1e6, maxQueuedBytes: 1e6 };

test("takes rows and patches out of the tables, and leaves only what hides them", async () => {
  await using fixture = await temporaryStore();
  const { engine, store } = fixture;
  const patches = new PatchLog(store, createClock());
  const events = new EventLog({ store, patches, sessions: new SessionRegistry(store) }, limits);
  const event = mapped({});
  const key = { projectId: event.project_id, eventId: event.event_id };
  await events.append([events.startRows().encode(event)]);
  await patches.append(key, { merge: { metrics: { a: 1 } } });
  expect(await deleteEvents(store, event.project_id, { eventId: event.event_id })).toBe(1);
  const read = async (sql: string): Promise<unknown> =>
    collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }));
  const rows = "SELECT is_deleted, inputs, outputs, metadata FROM events";
  const hidden = { is_deleted: 1, inputs: "", outputs: "", metadata: "" };
  await until(async () => JSON.stringify(await read(rows)) === JSON.stringify([hidden]));
  await until(async () => JSON.stringify(await read("SELECT body FROM event_patches")) === "[]");
  expect(await deleteEvents(store, event.project_id, { eventId: event.event_id })).toBe(0);
});
