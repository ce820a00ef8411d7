import { openTables } from "./open-tables.js";
import type { Waits } from "./waits.js";

/** Brings a store's tables up to date without starting a server, and resolves to the versions that were applied. */
export async function migrateStore(store: string, waits: Waits = {}): Promise<readonly number[]> {
  await using tables = await openTables(store, waits);
  return tables.applied;
}
