import { migrate } from "../store/migrations/migrate.js";
import { openEngine } from "../store/open-engine.js";
import type { Engine } from "../store/engine.js";
import { assertFinished, type Filling } from "../store/unfinished.js";

export interface OpenTables extends AsyncDisposable {
  readonly engine: Engine;
  /** Versions that were applied by opening them. */
  readonly applied: readonly number[];
}

/**
 * Opens a store, without a server, and brings its tables up to date.
 *
 * @param unfinished what may have been cut short while it filled the store
 */
export async function openTables(store: string, unfinished?: Filling): Promise<OpenTables> {
  const engine = await openEngine(store);
  try {
    await assertFinished(engine, unfinished);
    const applied = await migrate(engine);
    return { engine, applied, [Symbol.asyncDispose]: () => engine.close() };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
