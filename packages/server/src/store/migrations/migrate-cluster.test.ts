import { randomUUID } from "node:crypto";

import { startClickHouse, type ClickHouse } from "@honeyhive/testing";
import { afterAll, beforeAll, expect, test } from "vitest";

import { mapped } from "../../testing/mapped-span.js";
import { ClickHouseEngine } from "../clickhouse/clickhouse-engine.js";
import { parseStoreUrl } from "../clickhouse/parse-store-url.js";
import { collectRows, type Row } from "../collect-rows.js";
import { toEventRow } from "../event-row.js";
import { Store } from "../store.js";
import { migrate } from "./migrate.js";
import { withMigrationLock, type LockWait } from "./migration-lock.js";
import { migrations } from "./migrations.js";

let shards: ClickHouse;

beforeAll(async () => {
  shards = await startClickHouse({ shards: 2 });
}, 60_000);

afterAll(() => shards[Symbol.asyncDispose]());

test("one of several servers migrates a cluster, and reads have the columns that came later", async () => {
  const url = shards.storeUrl("migrated");
  await using first = await open(url);
  await migrate(first.engine, migrations.slice(0, 1));
  const { event_id } = mapped({});
  const row = { ...toEventRow(mapped({}), 0), metadata: '{"tier":"gold"}' };
  const session = { ...row, event_id: row.session_id };
  await new Store(first.engine).insertRows("events", [row, session]);
  await using second = await open(url);
  await using third = await open(url);
  const applied = await Promise.all([first, second, third].map(({ engine }) => migrate(engine)));
  const later = migrations.slice(1).map(({ version }) => version);
  expect(applied.toSorted((left, right) => right.length - left.length)).toEqual([later, [], []]);
  for (const source of [`events WHERE event_id = '${event_id}'`, "sessions"]) {
    const read = await select(second, `SELECT metadata_terms FROM ${source}`);
    expect({ source, read }).toEqual({ source, read: [{ metadata_terms: ["tier=gold"] }] });
  }
  const locks = "SELECT count() FROM system.tables WHERE name = 'migration_lock'";
  expect(await Promise.all(shards.nodes.map((node) => node.ask(locks)))).toEqual(["0", "0"]);
});

test("a lock is waited for, given up on in time, and taken from a server that is gone", async () => {
  await using fixture = await open(shards.storeUrl("locked"));
  const { engine } = fixture;
  await engine.define("CREATE TABLE migration_lock (n UInt8) ENGINE = Null");
  const work = (): Promise<string> => Promise.resolve("done");
  const hasty = withMigrationLock(engine, work, { waitMs: 0, abandonedAfterMs: 600_000 });
  await expect(hasty).rejects.toMatchObject({ code: "STORE_LOCKED" });
  const patient = withMigrationLock(engine, work, { waitMs: 60_000, abandonedAfterMs: 1000 });
  expect(await patient).toBe("done");
});

test("who has to wait is told once by whom the lock is held, and for how long", async () => {
  await using fixture = await open(shards.storeUrl("told"));
  const { engine } = fixture;
  const waits: LockWait[] = [];
  let waited: Promise<void> | undefined;
  const patience = { waitMs: 60_000, abandonedAfterMs: 600_000 };
  await withMigrationLock(engine, async () => {
    const told = new Promise<void>((resolve) => {
      waited = withMigrationLock(
        engine,
        () => Promise.resolve(),
        patience,
        (wait) => {
          waits.push(wait);
          resolve();
        },
      );
    });
    await told;
  });
  await waited;
  expect(waits).toEqual([
    {
      heldBy: expect.stringContaining(`process ${process.pid} on `) as string,
      ageMs: expect.any(Number) as number,
      takenOverInMs: 600_000 - (waits[0]?.ageMs ?? 0),
      givenUpInMs: 60_000,
    },
  ]);
});

test("nobody migrates while another one does", async () => {
  await using first = await open(shards.storeUrl("exclusive"));
  await using second = await open(shards.storeUrl("exclusive"));
  let working = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    working += 1;
    most = Math.max(most, working);
    await select(first, `SELECT '${randomUUID()}'`);
    working -= 1;
  };
  await Promise.all(
    [first, second, first, second].map(({ engine }) => withMigrationLock(engine, work)),
  );
  expect(most).toBe(1);
});

test("whoever waits gets the lock when it is free, and none is left behind", async () => {
  const url = shards.storeUrl("contended");
  const opened = await Promise.all(Array.from({ length: 6 }, () => open(url)));
  const impatient = { waitMs: 25_000, abandonedAfterMs: 600_000 };
  const done = opened.map(async ({ engine }) => {
    for (let turn = 0; turn < 2; turn++) {
      await withMigrationLock(engine, () => Promise.resolve(), impatient);
    }
  });
  await Promise.all(done);
  await Promise.all(opened.map(({ engine }) => engine.close()));
});

interface Opened extends AsyncDisposable {
  readonly engine: ClickHouseEngine;
}

async function open(url: string): Promise<Opened> {
  const engine = await ClickHouseEngine.start(parseStoreUrl(url));
  return { engine, [Symbol.asyncDispose]: () => engine.close() };
}

function select({ engine }: Opened, sql: string): Promise<Row[]> {
  return collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }));
}
