/** The server was configured with something that it cannot use. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly code = "CONFIGURATION_INVALID";
}
