import type { JsonObject } from "@honeyhive/contract";
import type { Attributes } from "@opentelemetry/api";

import type { AnyObject } from "../lib/any-object.js";
import type { ProfileName } from "./profile-name.js";
import type { ResilienceLevel } from "./resilience-level.js";
import type { HoneyHiveError } from "../lib/errors.js";
import type { InstrumentModules } from "../model-clients/instrument-modules.js";
import type { Instrumentor } from "../core/instrumentor.js";
import type { FetchFunction } from "../pipeline/fetch-transport.js";
import type { SpanProtocol } from "../pipeline/span-endpoint.js";
import type { Redact } from "../redact/redact.js";
import type { SpanNameFilters } from "../foreign/span-filter.js";

/** Options one by one. Environment variables, defaults and effects: `docs/configuration.md`. */
export interface FlatOptions {
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
  readonly inputs?: AnyObject | undefined;
  readonly metadata?: AnyObject | undefined;
  readonly userProperties?: AnyObject | undefined;
  /** Never starts sessions on the server: somebody else does. Default false. */
  readonly skipBackendSessionCreation?: boolean | undefined;
  /**
   * Asks the server to make each session out of its first span, which saves a request a session. Those with inputs,
   * metadata or user properties, and those that are updated or leave the process, are started all the same. Default false.
   */
  readonly sessionAutoCreate?: boolean | undefined;
  /** Evaluation that the session belongs to. */
  readonly runId?: string | undefined;
  readonly datasetId?: string | undefined;
  readonly datapointId?: string | undefined;
  /** The experiment that the program is part of, in the metadata of its sessions. Environment: `HH_EXPERIMENT_ID`. */
  readonly experimentId?: string | undefined;
  /** Environment: `HH_EXPERIMENT_NAME`. */
  readonly experimentName?: string | undefined;
  /** Environment: `HH_EXPERIMENT_VARIANT`. */
  readonly experimentVariant?: string | undefined;
  /** Environment: `HH_EXPERIMENT_GROUP`. */
  readonly experimentGroup?: string | undefined;
  /** Environment: `HH_EXPERIMENT_METADATA` (JSON). */
  readonly experimentMetadata?: AnyObject | undefined;
  /** OpenTelemetry instrumentations; each of their spans follows the scope in which it starts. */
  readonly instrumentors?: readonly Instrumentor[] | undefined;
  /** Classes or modules of client libraries whose calls are recorded: `{ openAI: OpenAI }`. */
  readonly instrumentModules?: InstrumentModules | undefined;
  /** Which spans of instrumentations are kept, by name. Traced functions are always kept. */
  readonly spanNameFilters?: SpanNameFilters | undefined;
  /** Keeps the spans of file system, DNS, socket and web framework instrumentations. Default false. */
  readonly keepNoise?: boolean | undefined;
  /** False traces HTTP where OpenTelemetry's instrumentations are installed. Environment: `HH_DISABLE_HTTP_TRACING`. Default true. */
  readonly disableHttpTracing?: boolean | undefined;
  /** The URL that spans are posted to instead of the server's. Environment: `HH_OTLP_ENDPOINT`. */
  readonly otlpEndpoint?: string | undefined;
  /** Headers of the requests with spans. Environment: `HH_OTLP_HEADERS` (JSON). */
  readonly otlpHeaders?: JsonObject | undefined;
  /** How spans are written. Environment: `HH_OTLP_PROTOCOL`, `OTEL_EXPORTER_OTLP_PROTOCOL`. Default `http/protobuf`. */
  readonly otlpProtocol?: SpanProtocol | undefined;
  /** Longest wait of a finished span for company in its batch. Environment: `HH_FLUSH_INTERVAL` (s). Default 500. */
  readonly flushIntervalMs?: number | undefined;
  /**
   * Most spans in one request. Environment: `HH_BATCH_SIZE`. Default: by profile, and four times as many while earlier
   * requests have no answer.
   */
  readonly batchSize?: number | undefined;
  /** Sends each span at once, in a request of its own. Environment: `HH_DISABLE_BATCH`. Default false. */
  readonly disableBatch?: boolean | undefined;
  /** Most spans that wait; more are dropped and counted. Environment: `HH_MAX_QUEUE_SIZE`. Default 100,000. */
  readonly maxQueueSize?: number | undefined;
  /** Longest wait for the answer to one request. Environment: `HH_EXPORT_TIMEOUT` (s). Default: by profile. */
  readonly exportTimeoutMs?: number | undefined;
  /** Longest `flush()`, `shutdown()` and wait at the end of the program. Environment: `HH_FLUSH_TIMEOUT` (s). Default: by profile. */
  readonly flushTimeoutMs?: number | undefined;
  /** Keeps what is not yet acknowledged on disk, in this directory or `.honeyhive/spool`. Environment: `HH_SPOOL`. Default false. */
  readonly spool?: string | boolean | undefined;
  /** Most bytes that a process keeps on disk. Environment: `HH_SPOOL_MAX_BYTES`. Default 268,435,456. */
  readonly spoolMaxBytes?: number | undefined;
  /** Longest stay on disk. Environment: `HH_SPOOL_MAX_AGE` (s). Default a day. */
  readonly spoolMaxAgeMs?: number | undefined;
  /** Most connections to the server. Environment: `HH_MAX_CONNECTIONS`. Default: by profile. */
  readonly maxConnections?: number | undefined;
  /** Most attempts after the first one. Environment: `HH_MAX_RETRIES`. Default: bounded by time alone. */
  readonly maxRetries?: number | undefined;
  /** Sends every request instead of `node:http`, for proxies, certificates and runtimes of your own. */
  readonly fetch?: FetchFunction | undefined;
  /** Longest captured value, in UTF-16 units; longer ones are cut and marked. Default 1,048,576. */
  readonly maxValueLength?: number | undefined;
  /** Most attributes of one span. Environment: `HH_MAX_ATTRIBUTES`. Default 1024. */
  readonly maxAttributes?: number | undefined;
  /** Most span events of one span. Environment: `HH_MAX_EVENTS`. Default 1024. */
  readonly maxEvents?: number | undefined;
  /** Most links of one span. Environment: `HH_MAX_LINKS`. Default 128. */
  readonly maxLinks?: number | undefined;
  /** Largest encoded span; the longest values of larger ones are cut and marked. Environment: `HH_MAX_SPAN_SIZE`. Default 10,485,760. */
  readonly maxSpanBytes?: number | undefined;
  /** Sees every span and session update before it is queued and gives what may leave. When it throws, the payload is withheld. */
  readonly redact?: Redact | undefined;
  /** Share of sessions that are sent, 0 to 1, decided by the session's id alone. Environment: `HH_SAMPLE_RATE`. Default 1. */
  readonly sampleRate?: number | undefined;
  /** What happens when data is lost or identity refused. Environment: `HH_RESILIENCE_LEVEL`. Default `balanced`. */
  readonly resilienceLevel?: ResilienceLevel | undefined;
  /** Connections, timeouts, batch size and flush budget for the place where this runs. Environment: `HH_PROFILE`. Default: detected. */
  readonly profile?: ProfileName | undefined;
  /** Added to the resource, over what is detected. */
  readonly resourceAttributes?: Attributes | undefined;
  /** Environment: `OTEL_SERVICE_NAME`, `HH_SERVICE_NAME`. */
  readonly serviceName?: string | undefined;
  /** Environment: `HH_SERVICE_VERSION`. */
  readonly serviceVersion?: string | undefined;
  /** Adds branch, commit, repository and whether there are changes to the resource. Environment: `HONEYHIVE_TELEMETRY`. Default true. */
  readonly detectGit?: boolean | undefined;
  /** Does everything but touch the network; needs no key. Environment: `HH_TEST_MODE`. Default false. */
  readonly testMode?: boolean | undefined;
  /** Environment: `HH_DISABLE_TRACING`. Traced functions run as if they were not. */
  readonly disableTracing?: boolean | undefined;
  /** Sends what waits when the program runs out of work, is asked to end or fails. Default true. */
  readonly exitHooks?: boolean | undefined;
  /** Is given a promise of the delivery, for platforms that freeze after the response. */
  readonly waitUntil?: ((delivery: Promise<unknown>) => void) | undefined;
  /** Is given an error for each loss and each option that is not used. What it throws is ignored. */
  readonly onError?: ((error: HoneyHiveError) => void) | undefined;
  /** Says on stderr what happens. Environment: `HH_VERBOSE`. */
  readonly verbose?: boolean | undefined;
}

/** The same options in objects of what belongs together. An option given by itself wins over one in an object. */
export interface OptionGroups {
  readonly session?:
    | Pick<
        FlatOptions,
        | "sessionName"
        | "sessionId"
        | "inputs"
        | "metadata"
        | "userProperties"
        | "skipBackendSessionCreation"
        | "sessionAutoCreate"
      >
    | undefined;
  readonly evaluation?:
    | Pick<
        FlatOptions,
        | "runId"
        | "datasetId"
        | "datapointId"
        | "experimentId"
        | "experimentName"
        | "experimentVariant"
        | "experimentGroup"
        | "experimentMetadata"
      >
    | undefined;
  readonly otlp?:
    | Pick<
        FlatOptions,
        | "otlpEndpoint"
        | "otlpHeaders"
        | "otlpProtocol"
        | "flushIntervalMs"
        | "batchSize"
        | "disableBatch"
        | "maxQueueSize"
        | "exportTimeoutMs"
        | "flushTimeoutMs"
        | "spool"
        | "spoolMaxBytes"
        | "spoolMaxAgeMs"
      >
    | undefined;
  readonly http?: Pick<FlatOptions, "maxConnections" | "maxRetries" | "fetch"> | undefined;
  readonly limits?:
    | Pick<
        FlatOptions,
        "maxValueLength" | "maxAttributes" | "maxEvents" | "maxLinks" | "maxSpanBytes"
      >
    | undefined;
}

export type OptionGroup = keyof OptionGroups;

/** Every option of a tracer. Each is read once, in `resolve-options.ts`; explicit values win over the environment. */
export interface TracerOptions extends FlatOptions, OptionGroups {}
