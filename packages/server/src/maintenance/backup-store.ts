import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { makeDirectory } from "../lib/make-directory.js";
import { redactStoreUrl } from "../store/clickhouse/parse-store-url.js";
import type { Engine } from "../store/engine.js";
import { readVersion } from "../store/migrations/migrate.js";
import { migrations, tables } from "../store/migrations/migrations.js";
import { openEngine } from "../store/open-engine.js";
import { StoreError } from "../store/store-error.js";
import { assertFinished } from "../store/unfinished.js";
import { version } from "../version.js";
import { writeLines } from "./backup-file.js";
import { manifestFile, type BackupManifest, type BackupTable } from "./backup-manifest.js";
import { currentRows } from "./current-rows.js";
import { readColumns } from "./table-columns.js";
import type { Waits } from "./waits.js";

export interface BackupOptions extends Pick<Waits, "onStoreWait"> {
  readonly store: string;
  /** A directory, made where it is missing; what is in it already is refused. */
  readonly target: string;
  readonly onProgress?: ((table: string, rows: number) => void) | undefined;
}

/**
 * Writes everything that a store has into a directory. Servers may go on over a ClickHouse meanwhile: what was
 * acknowledged before the start is in the backup, and of each row the version that there was when its table was read.
 * A table is read after those that refer to it, so that nothing refers to what is missing.
 */
export async function backUpStore({
  store,
  target,
  onProgress,
  onStoreWait,
}: BackupOptions): Promise<BackupManifest> {
  await assertFree(target);
  const startedAt = new Date().toISOString();
  const engine = await openEngine(store, { mustExist: true, onWait: onStoreWait });
  try {
    const schemaVersion = await readVersion(engine);
    assertKnown(store, schemaVersion);
    await assertFinished(engine);
    // Traces are private to whoever makes the backup.
    makeDirectory(target);
    const written: BackupTable[] = [];
    for (const { name } of tables) {
      const columns = await readColumns(engine, name);
      // Tables of an older version are fewer.
      if (columns.length === 0) continue;
      written.push(await writeTable({ engine, name, columns, target, onProgress }));
    }
    const manifest: BackupManifest = {
      format: "honeyhive-backup",
      formatVersion: 1,
      serverVersion: version,
      schemaVersion,
      startedAt,
      completedAt: new Date().toISOString(),
      tables: written,
    };
    // Last, because it says that everything else is there.
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeFile(join(target, manifestFile), text, { flag: "wx", mode: 0o600, flush: true });
    return manifest;
  } finally {
    await engine.close();
  }
}

interface WriteTableOptions extends Pick<BackupOptions, "target" | "onProgress"> {
  readonly engine: Engine;
  readonly name: string;
  readonly columns: readonly string[];
}

async function writeTable(options: WriteTableOptions): Promise<BackupTable> {
  const { engine, name, columns, target, onProgress } = options;
  let [rows, deleted] = [0, 0];
  const lines = async function* (): AsyncIterable<string> {
    for await (const { line, isDeleted } of currentRows(engine, name, columns)) {
      rows += 1;
      if (isDeleted) deleted += 1;
      if (rows % progressRows === 0) onProgress?.(name, rows);
      yield line;
    }
  };
  const file = `${name}.ndjson.gz`;
  const digest = await writeLines(join(target, file), lines());
  onProgress?.(name, rows);
  return { name, file, columns: [...columns], rows, deleted, ...digest };
}

const progressRows = 50_000;

async function assertFree(target: string): Promise<void> {
  const names = await readdir(target).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  if (names.length === 0) return;
  throw new StoreError(
    "BACKUP_EXISTS",
    `Expected an empty or a new directory for the backup, got \`${target}\` with \`${names[0]}\` in it. ` +
      "Name another one: a backup never replaces an older one.",
  );
}

function assertKnown(store: string, schemaVersion: number): void {
  const known = migrations.at(-1)?.version ?? 0;
  if (schemaVersion > 0 && schemaVersion <= known) return;
  throw new StoreError(
    "STORE_MISSING",
    schemaVersion === 0
      ? `Expected a store with tables to back up, got none in \`${redactStoreUrl(store)}\`. Name another one by --store.`
      : `Expected tables of version ${known} or older, got ${schemaVersion}: a newer server wrote them. Back them up by that version.`,
  );
}
