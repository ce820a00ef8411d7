import { join } from "node:path";

import { expect, test } from "vitest";

import { toEventRow } from "../store/event-row.js";
import { migrate } from "../store/migrations/migrate.js";
import { openEngine } from "../store/open-engine.js";
import { Store } from "../store/store.js";
import { microsToTimestamp } from "../store/timestamps.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryDirectory } from "../testing/temporary-directory.js";
import { backUpStore } from "./backup-store.js";
import { copyStore } from "./copy-store.js";
import { restoreStore } from "./restore-store.js";

const dayMs = 86_400_000;
const now = Date.now();

/** One of each that is kept, and one whose time is over and that the engine may remove whenever it likes. */
async function seedStore(dataDir: string): Promise<void> {
  const engine = await openEngine(dataDir);
  await migrate(engine);
  const store = new Store(engine);
  const start = { start_time: now - 3 * dayMs, end_time: now - 3 * dayMs };
  const row = toEventRow({ ...mapped({}), ...start }, 0);
  const events = [2, 30, 0].map((days) => ({ ...row, event_id: `${days}`, retention_days: days }));
  await store.insertRows("events", events);
  const patch = { project_id: "p", event_id: "e", body: "{}", version: 0 };
  const patched_at = microsToTimestamp((now - 3 * dayMs) * 1000);
  const patches = [2, 30].map((days) => ({
    ...patch,
    patched_at,
    patch_id: `${days}`,
    retention_days: days,
  }));
  await store.insertRows("event_patches", patches);
  const entity = { project_id: "p", name: "", body: "{}", version: 1, created_at: patched_at };
  const answer = { ...entity, id: "answer", kind: "request" };
  await store.insertRows("entities", [answer, { ...entity, id: "run", kind: "run" }]);
  await engine.close();
}

test("copies and restores what is kept, and compares nothing that the engine may remove meanwhile", async () => {
  await using directory = await temporaryDirectory();
  const [from, to] = [join(directory.path, "old"), join(directory.path, "copy")];
  await seedStore(from);
  const rows = { events: 2, event_patches: 1, entities: 1, media: 0 };
  const copied = await copyStore({ from, to });
  expect(Object.fromEntries(copied.map(({ name, target }) => [name, target.rows]))).toEqual(rows);
  expect(copied.every(({ isEqual }) => isEqual)).toBe(true);
  const backup = join(directory.path, "backup");
  await backUpStore({ store: from, target: backup });
  const { tables } = await restoreStore({
    source: backup,
    store: join(directory.path, "restored"),
  });
  expect(Object.fromEntries(tables.map((table) => [table.name, table.rows]))).toEqual(rows);
});
