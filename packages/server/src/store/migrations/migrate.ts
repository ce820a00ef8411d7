import { randomUUID } from "node:crypto";

import { collectRows, type Row } from "../collect-rows.js";
import type { Engine } from "../engine.js";
import { StoreError } from "../store-error.js";
import { spreadStatement, type SpreadTable } from "../topology.js";
import { withMigrationLock, type OnLockWait } from "./migration-lock.js";
import { derivedTables, migrations, tables, type Migration } from "./migrations.js";

const ledger = `CREATE TABLE IF NOT EXISTS migrations{{LOCAL}}{{ON_CLUSTER}} (
  version UInt32, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)
) ENGINE = {{ENGINE}} ORDER BY version`;

/**
 * Brings the tables up to date and resolves to the versions that were applied. Statements are repeatable, so a
 * migration that was cut short is run again; where servers share the tables, one of them migrates at a time.
 */
export async function migrate(
  engine: Engine,
  steps: readonly Migration[] = migrations,
  onWait?: OnLockWait,
): Promise<number[]> {
  const applied = await readVersion(engine);
  if (pendingSteps(applied, steps).length === 0) return [];
  await assertWhole(engine, applied);
  const work = async (): Promise<number[]> => {
    await engine.define(ledger);
    await spread(engine, [{ name: "migrations", shardBy: "0" }]);
    // Another server may have done it meanwhile.
    const current = await readVersion(engine);
    const pending = pendingSteps(current, steps);
    // A new store gets all versions as one: telling a cluster of each by itself is most of what making its tables takes.
    const groups = current === 0 ? [pending] : pending.map((step) => [step]);
    for (const group of groups) await applyTogether(engine, group);
    return pending.map(({ version }) => version);
  };
  try {
    return await withMigrationLock(engine, work, undefined, onWait);
  } catch (error) {
    throw error instanceof StoreError && error.code === "STORE_FULL" ? withoutRoom(error) : error;
  }
}

function withoutRoom(cause: StoreError): StoreError {
  return new StoreError(
    "STORE_FULL",
    "Expected room on the disk of the store to bring its tables up to date, and it is full. " +
      "Make room or a larger disk, then try again: what was done stays, and the rest is done then.",
    { cause },
  );
}

/** Versions that follow each other: what they change, then what is stored already, then that they are there. */
async function applyTogether(engine: Engine, steps: readonly Migration[]): Promise<void> {
  const version = steps.at(-1)?.version ?? 0;
  for (const { statements } of steps) {
    for (const statement of statements) await engine.define(statement);
  }
  const known = [...tables, ...derivedTables].filter(({ since }) => since <= version);
  await spread(engine, known);
  const takeOver = steps.flatMap((step) => step.takeOver ?? []);
  if (takeOver.length > 0) await takeOverEvents(engine, takeOver);
  const rows = steps.map((step) => JSON.stringify({ version: step.version })).join("\n");
  await engine.insert("migrations", Buffer.from(rows), { token: randomUUID() });
  // Every node knows it by itself, so that a server can start while another shard is down.
  await engine.define(
    `ALTER TABLE migrations{{LOCAL}}{{ON_CLUSTER}} MODIFY COMMENT 'version ${version}'`,
  );
}

/** Before anything is begun: a lock that only some of the nodes know would be waited for later. */
async function assertWhole(engine: Engine, applied: number): Promise<void> {
  const { shardsDown = [] } = await engine.health();
  if (shardsDown.length === 0) return;
  const down = shardsDown.map((number) => `shard ${number}`).join(" and ");
  throw new StoreError(
    "STORE_UNAVAILABLE",
    `Expected all shards to be there, because tables of version ${applied} have to be brought up to date, ` +
      `but ${down} does not answer. Start it, then try again: only tables that are up to date do without.`,
  );
}

/** A part of the events at a time, so that no statement takes longer than statements may. */
async function takeOverEvents(engine: Engine, statements: readonly string[]): Promise<void> {
  const sql = "SELECT DISTINCT _partition_id AS partition FROM events ORDER BY partition";
  const rows = await collectRows(engine.query(sql, {}, { timeoutMs: 60_000 }));
  for (const row of rows) {
    const params = { partition: String(row["partition"]) };
    for (const statement of statements) await engine.command(statement, params);
  }
}

/** The version of the tables; 0 where there are none. */
export async function readVersion(engine: Engine): Promise<number> {
  const ask = (sql: string): Promise<Row[]> =>
    collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }));
  const found = await ask(
    "SELECT name, comment FROM system.tables WHERE database = currentDatabase() AND startsWith(name, 'migrations')",
  );
  const comments = new Map(found.map(({ name, comment }) => [name, String(comment)]));
  const told = /^version (\d+)$/.exec(
    comments.get(`migrations${engine.topology.local}`) ?? "",
  )?.[1];
  if (told !== undefined) return Number(told);
  // Another server may be making them just now: whoever gets the lock after it looks again.
  if (!comments.has("migrations")) return 0;
  // Tables of older servers say nothing.
  const [row] = await ask("SELECT max(version) AS answer FROM migrations");
  return Number(row?.["answer"]);
}

function pendingSteps(applied: number, steps: readonly Migration[]): readonly Migration[] {
  const known = steps.at(-1)?.version ?? 0;
  if (applied > known) {
    throw new StoreError(
      "STORE_UNAVAILABLE",
      `Expected tables of version ${known} or older, got ${applied}: a newer server wrote them. ` +
        "Use that version of the server, or another store.",
    );
  }
  return steps.filter((step) => step.version > applied);
}

/** On a cluster: the names under which all shards are read, with the columns that their tables have now. */
async function spread(engine: Engine, spreadTables: readonly SpreadTable[]): Promise<void> {
  for (const table of spreadTables) {
    const statement = spreadStatement(table, engine.topology);
    if (statement !== undefined) await engine.define(statement);
  }
}
