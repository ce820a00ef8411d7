export { copyStore, type CopiedTable, type CopyOptions, type TableDigest } from "./copy-store.js";
export { eraseProject, retainProject, type ProjectInStore } from "./change-project.js";
export { redactStoreUrl } from "../store/clickhouse/parse-store-url.js";
export { describeStore, type StoreStatus, type TableStatus } from "./describe-store.js";
export { migrateStore } from "./migrate-store.js";
export type { StoreWait } from "../store/chdb/start-when-free.js";
export type { LockWait } from "../store/migrations/migration-lock.js";
export type { Waits } from "./waits.js";
export { backUpStore, type BackupOptions } from "./backup-store.js";
export type { BackupManifest, BackupTable } from "./backup-manifest.js";
export {
  restoreStore,
  type RestoredStore,
  type RestoredTable,
  type RestoreOptions,
} from "./restore-store.js";
