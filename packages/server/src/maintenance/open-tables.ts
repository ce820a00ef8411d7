import { migrate } from "../store/migrations/migrate.js";
import { openEngine } from "../store/open-engine.js";
import type { Engine } from "../store/engine.js";

export interface OpenTables extends AsyncDisposable {
  readonly engine: Engine;
  /** Versions that were applied by opening them. */
  readonly applied: readonly number[];
}

/** Opens a store, without a server, and brings its tables up to date. */
export async function openTables(store: string): Promise<OpenTables> {
  const engine = await openEngine(store);
  try {
    const applied = await migrate(engine);
    return { engine, applied, [Symbol.asyncDispose]: () => engine.close() };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
