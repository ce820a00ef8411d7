import type { Engine } from "../store/engine.js";
import { keptRows } from "./expiry.js";
import { hashOfRow, readSortingKey, wholeTableMs } from "./table-columns.js";

export interface CurrentRow {
  /** JSON as the engine wrote it, with `row_hash` and `row_key` before the columns. Without a line break. */
  readonly line: string;
  readonly isDeleted: boolean;
}

/**
 * The latest version of each row of a table, deletions included, in the order of the table's key, so that
 * nothing has to be remembered and versions of a row come one after the other.
 */
export async function* currentRows(
  engine: Engine,
  table: string,
  columns: readonly string[],
): AsyncIterable<CurrentRow> {
  const key = await readSortingKey(engine, table);
  const sql = `SELECT toString(tuple(${key})) AS row_key, toString(${hashOfRow(columns)}) AS row_hash, ${columns.join(", ")}
    FROM ${table} ${keptRows(table)} ORDER BY ${key}, version`;
  let latest: (CurrentRow & { readonly key: string }) | undefined;
  for await (const chunk of engine.query(sql, {}, { timeoutMs: wholeTableMs, isUnbounded: true })) {
    for (const line of linesOf(chunk)) {
      const row = readLine(line);
      if (latest !== undefined && latest.key !== row.key) yield latest;
      latest = row;
    }
  }
  if (latest !== undefined) yield latest;
}

/** Engines give whole lines. */
function linesOf(chunk: Uint8Array): string[] {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "");
}

function readLine(line: string): CurrentRow & { readonly key: string } {
  // Written by the statement above.
  const { row_key, is_deleted } = JSON.parse(line) as { row_key: string; is_deleted: number };
  return { line, key: row_key, isDeleted: is_deleted === 1 };
}
