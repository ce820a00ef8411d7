import { expect, test } from "vitest";

import { BufferPool } from "../lib/buffer-pool.js";
import { projectIdOf } from "../lib/project.js";
import { retainProject } from "../maintenance/change-project.js";
import { collectRows } from "../store/collect-rows.js";
import { openEngine } from "../store/open-engine.js";
import type { Engine } from "../store/engine.js";
import { migrate } from "../store/migrations/migrate.js";
import { Store } from "../store/store.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryDirectory } from "../testing/temporary-directory.js";
import { createRetention, maxDays } from "./retention.js";
import { encodedColumns, RowWriter } from "./row-writer.js";

const project = "long-lived";
const starts = {
  "before time": 0,
  now: Date.now(),
  "what 32 bits hold": Date.UTC(2105, 0, 1),
  later: Date.UTC(2107, 0, 1),
  last: Date.UTC(2262, 0, 1),
};

test("keeps what ends later than the tables can count, instead of removing it at once", async () => {
  await using directory = await temporaryDirectory();
  const engine = await openEngine(directory.path);
  await migrate(engine);
  const lengths = [maxDays, 30];
  for (const days of lengths) await write(new Store(engine), days);
  const kept = lengths
    .flatMap((days) => Object.keys(starts).map((name) => `${name} ${days}`))
    .filter((name) => name !== "before time 30")
    .toSorted();
  expect(await namesAfterMerge(engine)).toEqual(kept);
  await engine.close();
  await retainProject({ store: directory.path, project }, maxDays);
  const again = await openEngine(directory.path);
  expect(await namesAfterMerge(again)).toEqual(kept);
  await again.close();
});

async function write(store: Store, days: number): Promise<void> {
  const writer = new RowWriter(createRetention({ days }), new BufferPool());
  for (const [name, start] of Object.entries(starts)) {
    const id = `${name} ${days}`;
    const times = { start_time: start, end_time: start };
    const own = { project_id: projectIdOf(project), event_id: id, event_name: id };
    const { row } = writer.encode({ ...mapped({}), ...times, ...own });
    await store.insert("events", row, encodedColumns);
  }
}

async function namesAfterMerge(engine: Engine): Promise<unknown[]> {
  await engine.command("OPTIMIZE TABLE events FINAL");
  const sql = "SELECT event_name FROM events FINAL ORDER BY event_name";
  const rows = await collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }));
  return rows.map((row) => row["event_name"]);
}
