import { redactStoreUrl } from "../store/clickhouse/parse-store-url.js";
import { collectRows, type Row } from "../store/collect-rows.js";
import type { Engine, QueryParams } from "../store/engine.js";
import { readVersion } from "../store/migrations/migrate.js";
import { derivedTables, migrations, tables } from "../store/migrations/migrations.js";
import { openEngine } from "../store/open-engine.js";
import { readTextIndexes, type TextIndexes } from "../store/text-index.js";
import { findUnfinished, type Filling } from "../store/unfinished.js";
import type { Waits } from "./waits.js";

export interface TableStatus {
  readonly name: string;
  /** As stored: versions that are not merged yet count each. */
  readonly rows: number;
  readonly bytes: number;
  readonly parts: number;
  /** Parts that the engine put aside because it could not read them, or because they were detached by hand. */
  readonly detachedParts: number;
}

export interface StoreStatus {
  readonly store: string;
  readonly engine: string;
  readonly shards: number;
  /** Of the tables; 0 where there are none. */
  readonly schemaVersion: number;
  /** That this program wants. */
  readonly latestVersion: number;
  /** What was cut short while it filled the store, or still goes on. */
  readonly unfinished?: Filling;
  /** Where the words of inputs and outputs have an index; on a cluster every node has one of its own. */
  readonly textIndexes: TextIndexes;
  readonly tables: readonly TableStatus[];
}

/** What is in a store, without changing it. */
export async function describeStore(
  store: string,
  waits: Pick<Waits, "onStoreWait"> = {},
): Promise<StoreStatus> {
  const engine = await openEngine(store, { mustExist: true, onWait: waits.onStoreWait });
  try {
    const { engine: name } = await engine.health();
    const unfinished = await findUnfinished(engine);
    return {
      store: redactStoreUrl(store),
      engine: name,
      shards: await countShards(engine),
      schemaVersion: await readVersion(engine),
      latestVersion: migrations.at(-1)?.version ?? 0,
      ...(unfinished === undefined ? {} : { unfinished }),
      textIndexes: await readTextIndexes(engine),
      tables: await describeTables(engine),
    };
  } finally {
    await engine.close();
  }
}

async function describeTables(engine: Engine): Promise<TableStatus[]> {
  const [here] = await select(engine, "SELECT currentDatabase() AS database");
  const params = { database: String(here?.["database"]) };
  const [active, detached] = await Promise.all([
    select(
      engine,
      `SELECT table, sum(rows) AS rows, sum(bytes_on_disk) AS bytes, count() AS parts
        FROM ${everywhere(engine, "parts")} WHERE active AND database = {database:String} GROUP BY table`,
      params,
    ),
    select(
      engine,
      `SELECT table, count() AS parts FROM ${everywhere(engine, "detached_parts")}
        WHERE database = {database:String} GROUP BY table`,
      params,
    ),
  ]);
  return [...tables, ...derivedTables].map(({ name }) => {
    const isOwn = (row: Row): boolean => row["table"] === `${name}${engine.topology.local}`;
    const own = active.find(isOwn);
    return {
      name,
      rows: Number(own?.["rows"] ?? 0),
      bytes: Number(own?.["bytes"] ?? 0),
      parts: Number(own?.["parts"] ?? 0),
      detachedParts: Number(detached.find(isOwn)?.["parts"] ?? 0),
    };
  });
}

async function countShards(engine: Engine): Promise<number> {
  const { cluster } = engine.topology;
  if (cluster === undefined) return 1;
  const sql =
    "SELECT uniqExact(shard_num) AS shards FROM system.clusters WHERE cluster = {cluster:String}";
  const [row] = await select(engine, sql, { cluster });
  return Number(row?.["shards"]);
}

/** A table about a node's parts, of one replica of each shard. */
function everywhere({ topology }: Engine, name: string): string {
  return topology.cluster === undefined
    ? `system.${name}`
    : `cluster('${topology.cluster}', system.${name})`;
}

function select(engine: Engine, sql: string, params: QueryParams = {}): Promise<Row[]> {
  return collectRows(engine.query(sql, params, { timeoutMs: 30_000 }));
}
