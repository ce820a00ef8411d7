import { expect, test } from "vitest";

import { createClock } from "../lib/clock.js";
import { findEvents } from "../queries/find-events.js";
import { autoSession } from "../sessions/auto-session.js";
import { SessionRegistry } from "./session-registry.js";
import { countingStore } from "../testing/counting-store.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryStore, type TemporaryStore } from "../testing/temporary-store.js";
import { EventLog } from "./event-log.js";
import { PatchLog } from "./patch-log.js";
import type { SessionGuess } from "./log-item.js";

const limits = { maxBatchRows: 100, maxBatchBytes: 1e6, maxQueuedBytes: 1e6 };
const first = mapped({});

function openLog({ engine }: TemporaryStore) {
  const { store, asked } = countingStore(engine);
  const sessions = new SessionRegistry(store);
  const patches = new PatchLog(store, createClock());
  return { asked, sessions, events: new EventLog({ store, patches, sessions }, limits) };
}

/** What a request brings of a session that it does not know. */
function guess(name: string, session_id = first.session_id): SessionGuess {
  const event = autoSession({ ...first, session_id }, name);
  return { kind: "guess", projectId: event.project_id, eventId: event.event_id, event };
}

async function findNames({ store }: TemporaryStore, ids = [first.session_id]): Promise<string[]> {
  const found = await store.select(findEvents(first.project_id, ids));
  return found.map(({ event_name }) => event_name);
}

test("looks for sessions once for each insert, however many requests bring them", async () => {
  await using fixture = await temporaryStore();
  const { asked, events } = openLog(fixture);
  const ids = Array.from(
    { length: 40 },
    (_, index) => `5e55109e-0000-4000-8000-0000000000${index + 10}`,
  );
  const appended: Promise<void>[] = [];
  for (const id of ids) {
    appended.push(
      events.append([guess("chat", id), events.startRows().encode({ ...first, session_id: id })]),
    );
    // Requests come in turns of their own.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(appended);
  expect(asked.select).toBe(asked.insert);
  expect(await findNames(fixture, ids)).toHaveLength(40);
});

test("keeps the first of several guesses at a session, and none at one that is written", async () => {
  await using fixture = await temporaryStore();
  const { sessions, events } = openLog(fixture);
  await Promise.all([events.append([guess("first")]), events.append([guess("second")])]);
  await events.append([guess("third")]);
  expect(await findNames(fixture)).toEqual(["first"]);
  expect(sessions.isKnown(first.project_id, first.session_id)).toBe(true);
  const other = openLog(fixture).events;
  await other.append([guess("of another process")]);
  expect(await findNames(fixture)).toEqual(["first"]);
});

test("guesses again when the insert of a session failed", async () => {
  await using fixture = await temporaryStore();
  const { events } = openLog(fixture);
  await fixture.engine.command("RENAME TABLE events TO away");
  await fixture.engine.command("CREATE VIEW events AS SELECT * FROM away");
  await expect(events.append([guess("lost")])).rejects.toThrow();
  await fixture.engine.command("DROP TABLE events");
  await fixture.engine.command("RENAME TABLE away TO events");
  await events.append([guess("again")]);
  expect(await findNames(fixture)).toEqual(["again"]);
});

test("stores the rows of one request after those of another in the same memory", async () => {
  await using fixture = await temporaryStore();
  const { events } = openLog(fixture);
  const ids: string[] = [];
  for (const text of ["first", "second"]) {
    const rows = events.startRows();
    const encoded = Array.from({ length: 150 }, (_, index) => {
      const event_id = `5e55109e-0000-4000-8000-${text.length}00000000${index + 100}`;
      ids.push(event_id);
      return rows.encode({ ...first, event_id, event_name: `${text} ${index}`.padEnd(3000, "é") });
    });
    await events.append(encoded);
    rows.release();
  }
  const names = await findNames(fixture, ids);
  expect(names.map((name) => name.replaceAll("é", "")).toSorted()).toEqual(
    ["first", "second"]
      .flatMap((text) => ids.slice(0, 150).map((_, n) => `${text} ${n}`))
      .toSorted(),
  );
});
