export { readEnvironment, type IngestLimits, type ServerOptions } from "./options.js";
export type { LogFields, LogFormat, LogLevel, ServerLogger } from "./observe/logger.js";
export { startServer, type RunningServer } from "./start-server.js";
export { StoreError, type StoreErrorCode } from "./store/store-error.js";
