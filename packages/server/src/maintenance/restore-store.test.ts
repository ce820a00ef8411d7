import { join } from "node:path";

import { expect, test } from "vitest";

import { countEvents } from "../queries/search-events.js";
import { toEventRow } from "../store/event-row.js";
import { migrate } from "../store/migrations/migrate.js";
import { migrations } from "../store/migrations/migrations.js";
import { openEngine } from "../store/open-engine.js";
import { Store } from "../store/store.js";
import { mapped } from "../testing/mapped-span.js";
import { temporaryDirectory } from "../testing/temporary-directory.js";
import { backUpStore } from "./backup-store.js";
import { restoreStore } from "./restore-store.js";

test("makes today's tables of a backup of the first ones, with the last version of each row", async () => {
  await using directory = await temporaryDirectory();
  const at = (name: string): string => join(directory.path, name);
  const event = { ...mapped({}), metadata: { color: "blue" } };
  {
    const engine = await openEngine(at("old"));
    await migrate(engine, migrations.slice(0, 1));
    const store = new Store(engine);
    for (const [version, color] of ["red", "blue"].entries()) {
      await store.insertRows("events", [toEventRow({ ...event, metadata: { color } }, version)]);
    }
    await engine.close();
  }
  const manifest = await backUpStore({ store: at("old"), target: at("backup") });
  expect(manifest.schemaVersion).toBe(1);
  expect(manifest.tables.map(({ name, rows }) => [name, rows])).toEqual([
    ["events", 1],
    ["event_patches", 0],
    ["entities", 0],
  ]);
  const { schemaVersion } = await restoreStore({ source: at("backup"), store: at("new") });
  expect(schemaVersion).toBe(migrations.at(-1)?.version);
  const engine = await openEngine(at("new"));
  const store = new Store(engine);
  // By the index that came later.
  const filters = [{ field: "metadata.color", operator: "is", value: "blue" } as const];
  expect(await store.select(countEvents(event.project_id, { filters }))).toEqual([1]);
  await engine.close();
});

test("says that there is nothing to back up", async () => {
  await using directory = await temporaryDirectory();
  const store = join(directory.path, "none");
  const options = { store, target: join(directory.path, "backup") };
  await expect(backUpStore(options)).rejects.toMatchObject({
    code: "STORE_UNKNOWN",
    message: expect.stringContaining("Expected a data directory with a store") as string,
  });
  await (await openEngine(store)).close();
  await expect(backUpStore(options)).rejects.toMatchObject({
    code: "STORE_MISSING",
    message: expect.stringMatching(/a store with tables to back up, got none/) as string,
  });
});
