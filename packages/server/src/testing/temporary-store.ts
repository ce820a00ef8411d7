import { randomUUID } from "node:crypto";

import { obtainShared } from "@honeyhive/testing/shared";

import { ChdbEngine } from "../store/chdb/chdb-engine.js";
import { collectRows, type Row } from "../store/collect-rows.js";
import type { Engine } from "../store/engine.js";
import { Store } from "../store/store.js";
import { copyEmptyStore } from "./copy-empty-store.js";
import { LentEngine } from "./lent-engine.js";
import { temporaryDirectory } from "./temporary-directory.js";

export interface TemporaryStore extends AsyncDisposable {
  readonly engine: Engine;
  readonly store: Store;
}

interface KeptStore {
  readonly engine: ChdbEngine;
  /** What its tables are like when they are empty. */
  readonly tables: string;
}

/** Those that no test has at the moment; they end with this process. Starting one costs as much as most tests of one. */
const idle: KeptStore[] = [];

/** A store with empty tables: one that an earlier test was done with, or a new one. */
export async function temporaryStore(): Promise<TemporaryStore> {
  const kept = idle.pop() ?? (await startKept());
  const engine = new LentEngine(kept.engine);
  return {
    engine,
    store: new Store(engine),
    [Symbol.asyncDispose]: async () => {
      await engine.close();
      if (await isEmptied(kept)) idle.push(kept);
      else await kept.engine.close();
    },
  };
}

/** A store that no other test has had, for what is about its parts, its definitions or its process. */
export async function ownStore(): Promise<TemporaryStore & { readonly engine: ChdbEngine }> {
  const directory = await temporaryDirectory();
  await copyEmptyStore(directory.path);
  const engine = await ChdbEngine.start({ dataDir: directory.path });
  return {
    engine,
    store: new Store(engine),
    [Symbol.asyncDispose]: async () => {
      await engine.close();
      await directory[Symbol.asyncDispose]();
    },
  };
}

async function startKept(): Promise<KeptStore> {
  // In the folder that the end of the run removes.
  const dataDir = await obtainShared(`store-${randomUUID()}`, copyEmptyStore);
  const engine = await ChdbEngine.start({ dataDir });
  return { engine, tables: await describeTables(engine) };
}

/** False where it is no longer like a new one. */
async function isEmptied({ engine, tables }: KeptStore): Promise<boolean> {
  const filled = await ask(
    engine,
    "SELECT DISTINCT table FROM system.parts WHERE active AND database = currentDatabase() AND table != 'migrations'",
  );
  for (const { table } of filled) await engine.command(`TRUNCATE TABLE ${String(table)}`);
  return (await describeTables(engine)) === tables;
}

async function describeTables(engine: Engine): Promise<string> {
  const definitions = await ask(
    engine,
    "SELECT name, create_table_query FROM system.tables WHERE database = currentDatabase() ORDER BY name",
  );
  return JSON.stringify([definitions, await ask(engine, "SELECT version FROM migrations")]);
}

function ask(engine: Engine, sql: string): Promise<Row[]> {
  return collectRows(engine.query(sql, {}, { timeoutMs: 30_000 }));
}
