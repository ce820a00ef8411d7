import { expect, test } from "vitest";

import { mapped } from "../testing/mapped-span.js";
import { temporaryStore } from "../testing/temporary-store.js";
import { toEventRow } from "../store/event-row.js";
import { autoSession } from "../sessions/auto-session.js";
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
