export {
  readEnvironment,
  type IngestLimits,
  type ServerLogger,
  type ServerOptions,
} from "./options.js";
export { startServer, type RunningServer } from "./start-server.js";
export { StoreError, type StoreErrorCode } from "./store/store-error.js";
