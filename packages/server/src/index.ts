export { ConfigurationError } from "./lib/configuration-error.js";
export { describeConfiguration, type DescribedSetting } from "./config/describe-configuration.js";
export {
  readConfiguration,
  type Configuration,
  type ConfigurationInput,
  type ConfigurationSource,
} from "./config/read-configuration.js";
export { readEnvironment } from "./config/resolve-options.js";
export type { IngestLimits, ServerOptions } from "./options.js";
export type { LogFields, LogFormat, LogLevel, ServerLogger } from "./observe/logger.js";
export type { RetentionOptions } from "./events/retention.js";
export { startServer, type RunningServer } from "./start-server.js";
export { StoreError, type StoreErrorCode } from "./store/store-error.js";
export {
  copyStore,
  type CopiedTable,
  type CopyOptions,
  type TableDigest,
} from "./maintenance/copy-store.js";
export { eraseProject, retainProject, type ProjectInStore } from "./maintenance/change-project.js";
export { redactStoreUrl } from "./store/clickhouse/parse-store-url.js";
export { describeStore, type StoreStatus, type TableStatus } from "./maintenance/describe-store.js";
export { migrateStore } from "./maintenance/migrate-store.js";
export type { StoreWait } from "./store/chdb/start-when-free.js";
export type { LockWait } from "./store/migrations/migration-lock.js";
export type { Waits } from "./maintenance/waits.js";
export { backUpStore, type BackupOptions } from "./maintenance/backup-store.js";
export type { BackupManifest, BackupTable } from "./maintenance/backup-manifest.js";
export {
  restoreStore,
  type RestoredStore,
  type RestoredTable,
  type RestoreOptions,
} from "./maintenance/restore-store.js";
