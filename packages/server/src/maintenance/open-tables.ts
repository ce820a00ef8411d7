import { redactStoreUrl } from "../store/clickhouse/parse-store-url.js";
import { migrate, readVersion } from "../store/migrations/migrate.js";
import { openEngine } from "../store/open-engine.js";
import type { Engine } from "../store/engine.js";
import { StoreError } from "../store/store-error.js";
import { assertFinished, type Filling } from "../store/unfinished.js";
import type { Waits } from "./waits.js";

export interface OpenTables extends AsyncDisposable {
  readonly engine: Engine;
  /** Versions that were applied by opening them. */
  readonly applied: readonly number[];
}

export interface OpenTablesOptions extends Waits {
  /** What may have been cut short while it filled the store. */
  readonly unfinished?: Filling;
  /** What is to be read: of a mistyped database it would be nothing. Default false. */
  readonly mustHaveTables?: boolean;
}

/** Opens a store, without a server, and brings its tables up to date. */
export async function openTables(
  store: string,
  { unfinished, mustHaveTables = false, onLockWait, onStoreWait }: OpenTablesOptions = {},
): Promise<OpenTables> {
  const engine = await openEngine(store, { mustExist: mustHaveTables, onWait: onStoreWait });
  try {
    await assertFinished(engine, unfinished);
    if (mustHaveTables && (await readVersion(engine)) === 0) throw withoutTables(store);
    const applied = await migrate(engine, undefined, onLockWait);
    return { engine, applied, [Symbol.asyncDispose]: () => engine.close() };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function withoutTables(store: string): StoreError {
  return new StoreError(
    "STORE_MISSING",
    `Expected a store with tables to read, got none in \`${redactStoreUrl(store)}\`. Name another one.`,
  );
}
