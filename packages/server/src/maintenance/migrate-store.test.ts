import { startClickHouse } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { ClickHouseEngine } from "../store/clickhouse/clickhouse-engine.js";
import { parseStoreUrl } from "../store/clickhouse/parse-store-url.js";
import { withMigrationLock, type LockWait } from "../store/migrations/migration-lock.js";
import { migrateStore } from "./migrate-store.js";

test("says for whom it waits that brings the same tables up to date", async () => {
  await using clickHouse = await startClickHouse();
  const store = clickHouse.storeUrl("waiting");
  const engine = await ClickHouseEngine.start(parseStoreUrl(store));
  const waits: LockWait[] = [];
  let migrated: Promise<readonly number[]> | undefined;
  await withMigrationLock(engine, async () => {
    await new Promise<void>((resolve) => {
      const onLockWait = (wait: LockWait): void => {
        waits.push(wait);
        resolve();
      };
      migrated = migrateStore(store, { onLockWait });
    });
  });
  expect((await migrated)?.length).toBeGreaterThan(0);
  expect(waits).toEqual([
    expect.objectContaining({ heldBy: expect.stringContaining(String(process.pid)) as string }),
  ]);
  await engine.close();
});
