import type { ResolvedOptions } from "../../config/resolved-options.js";
import { resolveOptions } from "../../config/resolve-options.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { DatapointInput } from "../types/datapoint.js";

export type DestinationOptions = Pick<
  EvaluateOptions<DatapointInput, unknown>,
  "apiKey" | "serverUrl" | "project" | "disableTracing" | "tracing"
>;

/** Where the run is kept, and how the server is reached. */
export function resolveDestination(options: DestinationOptions): ResolvedOptions {
  const { apiKey, serverUrl, project, disableTracing } = options;
  return resolveOptions({ ...options.tracing, apiKey, serverUrl, project, disableTracing });
}
