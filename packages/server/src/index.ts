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
