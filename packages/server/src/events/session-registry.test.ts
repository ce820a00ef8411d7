import { expect, test } from "vitest";

import { Store } from "../store/store.js";
import { mapped } from "../testing/mapped-span.js";
import { sharedEngine } from "../testing/shared-engine.js";
import { temporaryStore } from "../testing/temporary-store.js";
import { toEventRow } from "../store/event-row.js";
import { autoSession } from "../sessions/auto-session.js";
import { deleteEvents } from "./delete-events.js";
import { SessionRegistry } from "./session-registry.js";

const first = mapped({});
const row = toEventRow(autoSession(first, "chat"), 0);

test.each([
  { lost: [], isKnown: true },
  { lost: ["events"], isKnown: false },
  { lost: ["sessions"], isKnown: false },
])("lets a session be written again whose row a crash took from $lost", async (crash) => {
  await using fixture = await temporaryStore();
  await fixture.store.insertRows("events", [row]);
  for (const table of crash.lost) await fixture.engine.command(`TRUNCATE TABLE ${table}`);
  const sessions = new SessionRegistry(fixture.store);
  const claimed = await sessions.claim(first.project_id, [first.session_id]);
  expect(claimed).toEqual(new Set(crash.isKnown ? [] : [first.session_id]));
});

test("looks again, after a while, for sessions that another server may have deleted", async () => {
  await using fixture = await temporaryStore();
  const [own, others] = [fixture.store, new Store(sharedEngine(fixture.engine))];
  await own.insertRows("events", [row]);
  const { project_id: projectId, session_id: sessionId } = first;
  let nowMs = 0;
  const open = (store: Store): SessionRegistry => new SessionRegistry(store, () => nowMs);
  const [alone, shared] = [open(own), open(others)];
  for (const sessions of [alone, shared]) await sessions.claim(projectId, [sessionId]);
  await deleteEvents(own, projectId, { sessionId });
  nowMs = 29_000;
  expect([alone, shared].map((sessions) => sessions.isKnown(projectId, sessionId))).toEqual([
    true,
    true,
  ]);
  nowMs = 31_000;
  expect([alone, shared].map((sessions) => sessions.isKnown(projectId, sessionId))).toEqual([
    true,
    false,
  ]);
  expect(await shared.claim(projectId, [sessionId])).toEqual(new Set());
  expect(shared.isDeleted(projectId, sessionId)).toBe(true);
});
