import { migrate } from "../store/migrations/migrate.js";
import type { OnLockWait } from "../store/migrations/migration-lock.js";
import { openEngine } from "../store/open-engine.js";
import type { Engine } from "../store/engine.js";
import { assertFinished, type Filling } from "../store/unfinished.js";

export interface OpenTables extends AsyncDisposable {
  readonly engine: Engine;
  /** Versions that were applied by opening them. */
  readonly applied: readonly number[];
}

export interface OpenTablesOptions {
  /** What may have been cut short while it filled the store. */
  readonly unfinished?: Filling;
  /** Called once, when another one brings the tables up to date and is waited for. */
  readonly onLockWait?: OnLockWait | undefined;
}

/** Opens a store, without a server, and brings its tables up to date. */
export async function openTables(
  store: string,
  { unfinished, onLockWait }: OpenTablesOptions = {},
): Promise<OpenTables> {
  const engine = await openEngine(store);
  try {
    await assertFinished(engine, unfinished);
    const applied = await migrate(engine, undefined, onLockWait);
    return { engine, applied, [Symbol.asyncDispose]: () => engine.close() };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
