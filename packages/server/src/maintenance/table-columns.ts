import { collectRows } from "../store/collect-rows.js";
import type { Engine } from "../store/engine.js";

/** Columns that are written; the others follow from them. */
export async function readColumns(engine: Engine, table: string): Promise<string[]> {
  const sql = `SELECT name FROM system.columns
    WHERE database = currentDatabase() AND table = {table:String} AND default_kind NOT IN ('MATERIALIZED', 'ALIAS')
    ORDER BY position`;
  const rows = await collectRows(engine.query(sql, { table }, { timeoutMs: 30_000 }));
  return rows.map((row) => String(row["name"]));
}

/** What tells rows apart: of those that agree in it, the one with the highest version is the row. */
export async function readSortingKey(engine: Engine, table: string): Promise<string> {
  const sql = `SELECT sorting_key FROM system.tables
    WHERE database = currentDatabase() AND name = {table:String}`;
  const params = { table: `${table}${engine.topology.local}` };
  const [row] = await collectRows(engine.query(sql, params, { timeoutMs: 30_000 }));
  return String(row?.["sorting_key"]);
}

/** A number for what is in a row, the same wherever the row is. */
export function hashOfRow(columns: readonly string[]): string {
  return `cityHash64(toJSONString(tuple(${columns.join(", ")})))`;
}

export const wholeTableMs = 24 * 3_600_000;
