import { randomUUID } from "node:crypto";

import { collectRows } from "../store/collect-rows.js";
import type { Engine } from "../store/engine.js";
import { tables } from "../store/migrations/migrations.js";
import { StoreError } from "../store/store-error.js";
import { beginFilling, endFilling } from "../store/unfinished.js";
import { Expiry } from "./expiry.js";
import { openTables } from "./open-tables.js";
import { hashOfRow, readColumns, readSortingKey, wholeTableMs } from "./table-columns.js";
import type { Waits } from "./waits.js";

export interface CopyOptions extends Waits {
  readonly from: string;
  readonly to: string;
  /** Go on where the target has rows already, such as those of a copy that was cut short. */
  readonly intoExisting?: boolean | undefined;
  readonly onProgress?: ((table: string, rows: number) => void) | undefined;
}

/** What two stores with the same content have in common. */
export interface TableDigest {
  /** Without versions that were replaced or deleted. */
  readonly rows: number;
  readonly deleted: number;
  readonly checksum: string;
}

export interface CopiedTable {
  readonly name: string;
  readonly source: TableDigest;
  readonly target: TableDigest;
  readonly isEqual: boolean;
}

const maxBatchBytes = 8 * 1024 * 1024;

/**
 * Copies every row, replaced and deleted ones included, so that what was deleted stays deleted, and compares
 * counts and checksums. Rows whose retention is over stay away. Nobody may write to either store meanwhile. Rows that
 * are copied again change nothing. No server starts over a target that does not have all rows yet.
 */
export async function copyStore(options: CopyOptions): Promise<CopiedTable[]> {
  if (options.from === options.to) {
    throw new StoreError(
      "STORE_URL_INVALID",
      "Expected two stores to copy between, got the same one twice.",
    );
  }
  const { onLockWait, onStoreWait } = options;
  const waits = { onLockWait, onStoreWait };
  await using source = await openTables(options.from, { ...waits, mustHaveTables: true });
  await using target = await openTables(options.to, { unfinished: "copy", ...waits });
  if (options.intoExisting !== true) await assertEmpty(target.engine);
  await beginFilling(target.engine, "copy");
  const expiry = new Expiry();
  const copied: CopiedTable[] = [];
  for (const { name } of tables) {
    const columns = await readColumns(source.engine, name);
    await copyTable({
      ...options,
      name,
      columns,
      expiry,
      source: source.engine,
      target: target.engine,
    });
    const digests = await Promise.all(
      [source, target].map(({ engine }) => digestOf(engine, { name, columns, expiry })),
    );
    const [from, to] = digests;
    if (from === undefined || to === undefined) throw new TypeError("Expected two digests.");
    copied.push({
      name,
      source: from,
      target: to,
      isEqual: JSON.stringify(from) === JSON.stringify(to),
    });
  }
  // Where the target had rows of its own before, both differ with reason.
  const isWhole = options.intoExisting === true || copied.every(({ isEqual }) => isEqual);
  if (isWhole) await endFilling(target.engine);
  return copied;
}

interface TableToCopy {
  readonly name: string;
  readonly columns: readonly string[];
  readonly expiry: Expiry;
}

interface CopyTableOptions extends CopyOptions, TableToCopy {
  readonly source: Engine;
  readonly target: Engine;
}

async function copyTable({
  name,
  columns,
  expiry,
  source,
  target,
  onProgress,
}: CopyTableOptions): Promise<void> {
  const { sql: kept, params } = expiry.where(name);
  const sql = `SELECT ${columns.join(", ")} FROM ${name} ${kept}`;
  let chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  let rows = 0;
  const send = async (): Promise<void> => {
    if (sizeBytes === 0) return;
    const ndjson = Buffer.concat(chunks);
    // For this insert and what is sent again of it; a copy that is started again writes its rows again.
    const token = randomUUID();
    await target.insert(name, ndjson, { token });
    rows += countLines(ndjson);
    onProgress?.(name, rows);
    chunks = [];
    sizeBytes = 0;
  };
  const options = { timeoutMs: wholeTableMs, isUnbounded: true };
  for await (const chunk of source.query(sql, params, options)) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes >= maxBatchBytes) await send();
  }
  await send();
}

async function digestOf(
  engine: Engine,
  { name: table, columns, expiry }: TableToCopy,
): Promise<TableDigest> {
  const key = await readSortingKey(engine, table);
  const { sql: kept, params } = expiry.where(table);
  // What was deleted and came back is not: a copy may be without the version between.
  const sql = `SELECT
      (SELECT countIf(is_gone) FROM (
        SELECT argMax(is_deleted, version) = 1 AS is_gone FROM ${table} ${kept} GROUP BY ${key}
        SETTINGS optimize_aggregation_in_order = 1
      )) AS deleted,
      count() AS rows, lower(hex(groupBitXor(${hashOfRow(columns)}))) AS checksum
    FROM ${table} FINAL ${kept}`;
  const [row] = await collectRows(engine.query(sql, params, { timeoutMs: wholeTableMs }));
  return {
    rows: Number(row?.["rows"]),
    deleted: Number(row?.["deleted"]),
    checksum: String(row?.["checksum"]),
  };
}

async function assertEmpty(engine: Engine): Promise<void> {
  for (const { name } of tables) {
    const sql = `SELECT count() AS rows FROM ${name}`;
    const [row] = await collectRows(engine.query(sql, {}, { timeoutMs: 30_000 }));
    if (row?.["rows"] === 0) continue;
    throw new StoreError(
      "STORE_NOT_EMPTY",
      `Expected an empty store to copy to, got ${String(row?.["rows"])} rows in \`${name}\`. ` +
        "Name another database, or go on with a copy that was cut short by `--into-existing`.",
    );
  }
}

function countLines(ndjson: Uint8Array): number {
  let lines = 0;
  for (const byte of ndjson) if (byte === 10) lines += 1;
  return lines;
}
