import { named, type OptionSpec } from "./option-spec.js";

/** How data is delivered: the config objects `otlp` and `http`. */
export const deliveryOptions = {
  otlpEndpoint: {
    kind: "string",
    group: "otlp",
    variables: named("HH_OTLP_ENDPOINT"),
    defaultText: "`/opentelemetry/v1/traces` of the server",
    effect: "The URL that spans are posted to, such as a collector's `…/v1/traces`.",
  },
  otlpHeaders: {
    kind: "object",
    group: "otlp",
    variables: named("HH_OTLP_HEADERS"),
    defaultText: "none",
    effect: "Headers of the requests with spans; in the environment as JSON.",
  },
  otlpProtocol: {
    kind: ["http/protobuf", "http/json"],
    group: "otlp",
    variables: [
      { name: "HH_OTLP_PROTOCOL" },
      { name: "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", foreignValues: ["grpc"] },
      { name: "OTEL_EXPORTER_OTLP_PROTOCOL", foreignValues: ["grpc"] },
    ],
    defaultText: "`http/protobuf`",
    effect:
      "How spans are written. JSON is for collectors that take nothing else: it is larger and slower to make.",
  },
  flushIntervalMs: {
    kind: "positive number",
    group: "otlp",
    variables: [{ name: "HH_FLUSH_INTERVAL", scale: 1000 }, { name: "OTEL_BSP_SCHEDULE_DELAY" }],
    defaultText: "500",
    effect: "Longest wait of a finished span for company in its batch.",
  },
  batchSize: {
    kind: "positive number",
    group: "otlp",
    variables: named("HH_BATCH_SIZE", "HH_MAX_EXPORT_BATCH_SIZE", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"),
    defaultText: "by profile",
    effect:
      "Most spans in one request. Not given: the profile's, and four times as many while earlier requests have no answer.",
  },
  disableBatch: {
    kind: "boolean",
    group: "otlp",
    variables: named("HH_DISABLE_BATCH"),
    defaultText: "`false`",
    effect: "Sends each span at once, in a request of its own.",
  },
  maxQueueSize: {
    kind: "positive number",
    group: "otlp",
    variables: named("HH_MAX_QUEUE_SIZE", "OTEL_BSP_MAX_QUEUE_SIZE"),
    defaultText: "100,000",
    effect: "Most spans that wait; more are dropped and counted.",
  },
  exportTimeoutMs: {
    kind: "positive number",
    group: "otlp",
    variables: [
      { name: "HH_EXPORT_TIMEOUT", scale: 1000 },
      { name: "HH_TIMEOUT", scale: 1000 },
      { name: "HH_API_TIMEOUT", scale: 1000 },
      { name: "OTEL_BSP_EXPORT_TIMEOUT" },
    ],
    defaultText: "by profile",
    effect: "Longest wait for the answer to one request.",
  },
  flushTimeoutMs: {
    kind: "positive number",
    group: "otlp",
    variables: [{ name: "HH_FLUSH_TIMEOUT", scale: 1000 }],
    defaultText: "by profile",
    effect: "Longest `flush()`, `shutdown()` and wait at the end of the program.",
  },
  spool: {
    kind: "directory or boolean",
    group: "otlp",
    variables: named("HH_SPOOL"),
    defaultText: "`false`",
    effect:
      "Keeps what is not yet acknowledged on disk, over restarts and kills, for the next tracer of the same server and key; `true` is `.honeyhive/spool`.",
  },
  spoolMaxBytes: {
    kind: "positive number",
    group: "otlp",
    variables: named("HH_SPOOL_MAX_BYTES"),
    defaultText: "268,435,456",
    effect: "Most bytes that a process keeps on disk; what comes then waits in memory alone.",
  },
  spoolMaxAgeMs: {
    kind: "positive number",
    group: "otlp",
    variables: [{ name: "HH_SPOOL_MAX_AGE", scale: 1000 }],
    defaultText: "86,400,000",
    effect: "Longest stay on disk; what is older is dropped and counted.",
  },
  maxConnections: {
    kind: "positive number",
    group: "http",
    variables: named("HH_MAX_CONNECTIONS"),
    defaultText: "by profile",
    effect: "Most connections to the server.",
  },
  maxRetries: {
    kind: "positive number",
    group: "http",
    variables: named("HH_MAX_RETRIES"),
    defaultText: "as many as fit into the time of the resilience level",
    effect: "Most attempts after the first one.",
  },
  fetch: {
    kind: "function",
    group: "http",
    variables: [],
    defaultText: "keep-alive over `node:http`",
    effect: "Sends every request, for proxies, certificates and runtimes of your own.",
  },
} as const satisfies Readonly<Record<string, OptionSpec>>;
