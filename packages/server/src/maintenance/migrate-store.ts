import type { OnLockWait } from "../store/migrations/migration-lock.js";
import { openTables } from "./open-tables.js";

/** Brings a store's tables up to date without starting a server, and resolves to the versions that were applied. */
export async function migrateStore(
  store: string,
  { onLockWait }: { readonly onLockWait?: OnLockWait } = {},
): Promise<readonly number[]> {
  await using tables = await openTables(store, { onLockWait });
  return tables.applied;
}
