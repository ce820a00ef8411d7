import { collectRows } from "./collect-rows.js";
import type { Engine } from "./engine.js";
import { StoreError } from "./store-error.js";

/** What fills a store with the rows of another. */
export type Filling = "restore" | "copy";

/** Noted in the store itself, so that half of the rows are never taken for all of them, whatever ends the work. */
export function beginFilling(engine: Engine, filling: Filling): Promise<void> {
  return engine.define(
    `CREATE OR REPLACE TABLE unfinished{{ON_CLUSTER}} (n UInt8) ENGINE = Null COMMENT '${filling}'`,
  );
}

export function endFilling(engine: Engine): Promise<void> {
  return engine.define("DROP TABLE IF EXISTS unfinished{{ON_CLUSTER}} SYNC");
}

/** What has begun to fill the store and has not ended; undefined where all rows are there. */
export async function findUnfinished(engine: Engine): Promise<Filling | undefined> {
  const sql = `SELECT comment FROM system.tables
    WHERE database = currentDatabase() AND name = 'unfinished'`;
  const [row] = await collectRows(engine.query(sql, {}, { timeoutMs: 10_000 }));
  if (row === undefined) return undefined;
  return row["comment"] === "copy" ? "copy" : "restore";
}

/** @throws {StoreError} `STORE_UNFINISHED` where rows are missing that other work than `allowed` was to bring */
export async function assertFinished(engine: Engine, allowed?: Filling): Promise<void> {
  const filling = await findUnfinished(engine);
  if (filling === undefined || filling === allowed) return;
  throw new StoreError(
    "STORE_UNFINISHED",
    `Expected a store with all of its rows, got one that \`honeyhive store ${filling}\` has not filled to the end: ` +
      `it was cut short, or still goes on. ${remedies[filling]}`,
  );
}

const remedies: Readonly<Record<Filling, string>> = {
  restore: "Restore the backup once more.",
  copy: "Copy once more with --into-existing, or make another store of it by `honeyhive store restore --force`.",
};
