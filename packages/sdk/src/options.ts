import type { JsonObject } from "@honeyhive/contract";

import type { Instrumentor } from "./instrumentors.js";

/** Every option of a tracer. Each is read once, in `resolve-options.ts`; explicit values win over the environment. */
export interface TracerOptions {
  /** Selects the project. Environment: `HH_API_KEY`. Without one the tracer is disabled and says so once. */
  readonly apiKey?: string | undefined;
  /** Environment: `HH_API_URL`. Default `https://api.dp1.us.honeyhive.ai`. */
  readonly serverUrl?: string | undefined;
  /** Informational: the key decides. Environment: `HH_PROJECT`. */
  readonly project?: string | undefined;
  /** Where the data comes from, such as `prod`. Environment: `HH_SOURCE`. Default `dev`. */
  readonly source?: string | undefined;
  /** Environment: `HH_SESSION_NAME`. Default: the name of the running script. */
  readonly sessionName?: string | undefined;
  /** A UUID. Continues that session; the server creates it if it is unknown. */
  readonly sessionId?: string | undefined;
  readonly inputs?: JsonObject | undefined;
  readonly metadata?: JsonObject | undefined;
  readonly userProperties?: JsonObject | undefined;
  /** Evaluation that the session belongs to. */
  readonly runId?: string | undefined;
  readonly datasetId?: string | undefined;
  readonly datapointId?: string | undefined;
  /** OpenTelemetry instrumentations; each of their spans follows the scope in which it starts. */
  readonly instrumentors?: readonly Instrumentor[] | undefined;
  /** Longest captured value, in UTF-16 units; longer ones are cut and marked. Default 1,048,576. */
  readonly maxValueLength?: number | undefined;
  /** Longest wait of a finished span for company in its batch. Environment: `HH_FLUSH_INTERVAL` (s). Default 500. */
  readonly flushIntervalMs?: number | undefined;
  /** Environment: `HH_DISABLE_TRACING`. Traced functions run as if they were not. */
  readonly disableTracing?: boolean | undefined;
  /** Says on stderr what happens. Environment: `HH_VERBOSE`. */
  readonly verbose?: boolean | undefined;
}

/** The options with nothing left open. `disabledReason` is set when the tracer cannot send. */
export interface ResolvedOptions {
  readonly apiKey: string;
  readonly serverUrl: string;
  readonly project: string | undefined;
  readonly source: string;
  readonly sessionName: string;
  readonly sessionId: string | undefined;
  readonly inputs: JsonObject | undefined;
  readonly metadata: JsonObject | undefined;
  readonly userProperties: JsonObject | undefined;
  readonly runId: string | undefined;
  readonly datasetId: string | undefined;
  readonly datapointId: string | undefined;
  readonly instrumentors: readonly Instrumentor[];
  readonly maxValueLength: number;
  readonly flushIntervalMs: number;
  readonly verbose: boolean;
  readonly disabledReason: string | undefined;
  /** What was wrong with the options; each was replaced by its default. */
  readonly warnings: readonly string[];
}
