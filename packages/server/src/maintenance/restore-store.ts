import { randomUUID } from "node:crypto";
import { join } from "node:path";

import { redactStoreUrl } from "../store/clickhouse/parse-store-url.js";
import { collectRows } from "../store/collect-rows.js";
import type { Engine } from "../store/engine.js";
import { migrate, readVersion } from "../store/migrations/migrate.js";
import { derivedTables, migrations, tables, views } from "../store/migrations/migrations.js";
import { openEngine } from "../store/open-engine.js";
import { StoreError } from "../store/store-error.js";
import { beginFilling, endFilling, findUnfinished } from "../store/unfinished.js";
import { digestFile, readLines } from "./backup-file.js";
import { readManifest, type BackupManifest, type BackupTable } from "./backup-manifest.js";
import { Expiry, type ExpiringRow } from "./expiry.js";
import { hashOfRow, wholeTableMs } from "./table-columns.js";
import type { Waits } from "./waits.js";

export interface RestoreOptions extends Waits {
  /** The directory that `backUpStore` wrote. */
  readonly source: string;
  readonly store: string;
  /** Removes what the store has first. */
  readonly force?: boolean | undefined;
  readonly onProgress?: ((table: string, rows: number) => void) | undefined;
}

export interface RestoredTable {
  readonly name: string;
  readonly rows: number;
  readonly deleted: number;
  /** Rows of the backup that were not restored, because their retention is over. */
  readonly expired: number;
}

export interface RestoredStore {
  readonly manifest: BackupManifest;
  readonly tables: readonly RestoredTable[];
  /** Of the tables now. */
  readonly schemaVersion: number;
}

const maxBatchBytes = 8 * 1024 * 1024;

/**
 * Makes a store of a backup, embedded or over ClickHouse, wherever the backup came from. The files are checked
 * before anything is changed, and what is stored afterwards is compared with what was read. No server starts over a
 * store that was not restored to the end; restoring once more does.
 */
export async function restoreStore(options: RestoreOptions): Promise<RestoredStore> {
  const { source, store, onProgress, onLockWait, onStoreWait } = options;
  const manifest = await readManifest(source);
  assertKnown(manifest);
  for (const table of manifest.tables) await assertIntact(source, table);
  const engine = await openEngine(store, { onWait: onStoreWait });
  try {
    // What another one that was cut short has left is in the backup.
    const isAgain = (await findUnfinished(engine)) === "restore";
    if (options.force !== true && !isAgain) await assertEmpty(engine, store);
    await beginFilling(engine, "restore");
    await dropTables(engine);
    // The rows are of that version; what came after it changes them like any others.
    await migrate(
      engine,
      migrations.filter(({ version }) => version <= manifest.schemaVersion),
      onLockWait,
    );
    const expiry = new Expiry();
    const restored: RestoredTable[] = [];
    for (const table of manifest.tables) {
      restored.push(await restoreTable({ engine, source, table, expiry, onProgress }));
    }
    await migrate(engine, undefined, onLockWait);
    await endFilling(engine);
    return { manifest, tables: restored, schemaVersion: await readVersion(engine) };
  } finally {
    await engine.close();
  }
}

function assertKnown({ schemaVersion, tables: found, serverVersion }: BackupManifest): void {
  const known = migrations.at(-1)?.version ?? 0;
  const unknown = found.find(({ name }) => tables.every((table) => table.name !== name));
  if (schemaVersion <= known && unknown === undefined) return;
  throw new StoreError(
    "BACKUP_INVALID",
    `Expected a backup of tables of version ${known} or older, got ${schemaVersion}. ` +
      `Use honeyhive ${serverVersion} or newer, which made it.`,
  );
}

async function assertIntact(source: string, table: BackupTable): Promise<void> {
  const path = join(source, table.file);
  const { bytes, sha256 } = await digestFile(path).catch((cause: unknown) => {
    throw new StoreError("BACKUP_INVALID", `Expected \`${path}\` to be there: ${String(cause)}`, {
      cause,
    });
  });
  if (bytes === table.bytes && sha256 === table.sha256) return;
  throw new StoreError(
    "BACKUP_INVALID",
    `Expected \`${path}\` to have ${table.bytes} bytes with SHA-256 ${table.sha256}, got ${bytes} bytes with ${sha256}. ` +
      "The file is damaged; nothing was changed. Use another copy of the backup.",
  );
}

async function assertEmpty(engine: Engine, store: string): Promise<void> {
  if ((await readVersion(engine)) === 0) return;
  for (const { name } of tables) {
    if (!(await hasRows(engine, name))) continue;
    throw new StoreError(
      "STORE_NOT_EMPTY",
      `Expected an empty store to restore to, got rows in \`${name}\` of \`${redactStoreUrl(store)}\`. ` +
        "Name another store, or replace what it has by --force.",
    );
  }
}

async function hasRows(engine: Engine, name: string): Promise<boolean> {
  const isThere = `SELECT count() AS count FROM system.tables
    WHERE database = currentDatabase() AND name = {name:String}`;
  if ((await ask(engine, isThere, { name }))["count"] === 0) return false;
  return (await ask(engine, `SELECT count() AS count FROM ${name}`))["count"] !== 0;
}

async function dropTables(engine: Engine): Promise<void> {
  // Without the ledger first, what is left of a store that was cut off here is no store.
  const names = [...tables, ...derivedTables].map((table) => table.name);
  for (const name of ["migrations", ...views, ...names]) {
    const parts = engine.topology.local === "" ? [""] : ["", "{{LOCAL}}"];
    for (const part of parts) {
      await engine.define(
        `DROP TABLE IF EXISTS ${name}${part}{{ON_CLUSTER}} SYNC SETTINGS max_table_size_to_drop = 0`,
      );
    }
  }
}

interface RestoreTableOptions extends Pick<RestoreOptions, "source" | "onProgress"> {
  readonly engine: Engine;
  readonly table: BackupTable;
  readonly expiry: Expiry;
}

async function restoreTable(options: RestoreTableOptions): Promise<RestoredTable> {
  const { engine, source, table, expiry, onProgress } = options;
  const { name } = table;
  let batch: string[] = [];
  let batchBytes = 0;
  let [rows, deleted, expired, hash] = [0, 0, 0, 0n];
  const send = async (): Promise<void> => {
    if (batch.length === 0) return;
    await engine.insert(name, Buffer.from(batch.join("\n")), { token: randomUUID() });
    onProgress?.(name, rows);
    batch = [];
    batchBytes = 0;
  };
  for await (const line of readLines(join(source, table.file))) {
    const row = readRow(line);
    if (expiry.isOver(row)) {
      expired += 1;
      continue;
    }
    rows += 1;
    deleted += row.is_deleted;
    hash += BigInt(row.row_hash);
    batch.push(line);
    batchBytes += line.length;
    if (batchBytes >= maxBatchBytes) await send();
  }
  await send();
  const expected = { rows, deleted, hash: BigInt.asUintN(64, hash).toString() };
  await assertStored(options, expected);
  return { name, rows, deleted, expired };
}

interface BackedUpRow extends ExpiringRow {
  readonly row_hash: string;
  readonly is_deleted: number;
}

function readRow(line: string): BackedUpRow {
  // Its file has the checksum that the manifest says.
  return JSON.parse(line) as BackedUpRow;
}

interface StoredRows {
  readonly rows: number;
  readonly deleted: number;
  /** The sum of the rows' hashes. */
  readonly hash: string;
}

/** No row has two versions here, so that merges change nothing of this. */
async function assertStored(options: RestoreTableOptions, expected: StoredRows): Promise<void> {
  const { engine, table } = options;
  const stored = await ask(
    engine,
    `SELECT count() AS rows, countIf(is_deleted = 1) AS deleted, toString(sum(${hashOfRow(table.columns)})) AS hash
      FROM ${table.name}`,
  );
  const isEqual = Object.entries(expected).every(([name, value]) => stored[name] === value);
  if (isEqual) return;
  throw new StoreError(
    "RESTORE_DIFFERS",
    `Expected \`${table.name}\` to have ${JSON.stringify(expected)} after restoring, got ${JSON.stringify(stored)}. ` +
      "Something else wrote to the store meanwhile. Stop its servers and restore again with --force.",
  );
}

async function ask(
  engine: Engine,
  sql: string,
  params: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, unknown>>> {
  const [row] = await collectRows(engine.query(sql, params, { timeoutMs: wholeTableMs }));
  return row ?? {};
}
