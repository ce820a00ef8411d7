import type { OnStoreWait } from "../store/chdb/start-when-free.js";
import type { OnLockWait } from "../store/migrations/migration-lock.js";

/** What is told of others that hold a store up. Each is called once. */
export interface Waits {
  /** Another one brings the tables up to date. */
  readonly onLockWait?: OnLockWait | undefined;
  /** The engine of a server that was killed still holds the data directory. */
  readonly onStoreWait?: OnStoreWait | undefined;
}
