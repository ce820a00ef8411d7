import { profileNames } from "./profile-name.js";
import { resilienceLevels } from "./resilience-level.js";
import { deliveryOptions } from "./delivery-options.js";
import type { FlatOptions } from "./options.js";
import { named, type OptionSpec } from "./option-spec.js";

/**
 * Every option of a tracer, once: validation, the environment, the groups of `tracer.config` and the table in
 * `docs/configuration.md` follow from here.
 */
export const optionTable: Readonly<Record<keyof FlatOptions, OptionSpec>> = {
  apiKey: {
    kind: "string",
    variables: named("HH_API_KEY", "HONEYHIVE_API_KEY"),
    defaultText: "none: the tracer is disabled",
    effect: "Selects the project.",
  },
  serverUrl: {
    kind: "string",
    variables: named("HH_API_URL", "HH_SERVER_URL", "HONEYHIVE_SERVER_URL"),
    aliases: ["serverURL"],
    defaultText: "`https://api.dp1.us.honeyhive.ai`",
    effect: "Where the data goes.",
  },
  project: {
    kind: "string",
    variables: named("HH_PROJECT"),
    defaultText: "none",
    effect: "Informational: the key decides.",
  },
  source: {
    kind: "string",
    variables: named("HH_SOURCE"),
    defaultText: "`dev`",
    effect: "Where the data comes from, such as `prod`.",
  },
  sessionName: {
    kind: "string",
    group: "session",
    variables: named("HH_SESSION_NAME"),
    defaultText: "the name of the calling file",
    effect: "What the session is called.",
  },
  sessionId: {
    kind: "string",
    group: "session",
    variables: [],
    defaultText: "a new UUID",
    effect: "Continues that session; the server creates it if it is unknown.",
  },
  inputs: {
    kind: "object",
    group: "session",
    variables: [],
    defaultText: "none",
    effect: "The session's inputs.",
  },
  metadata: {
    kind: "object",
    group: "session",
    variables: [],
    defaultText: "none",
    effect: "The session's metadata.",
  },
  userProperties: {
    kind: "object",
    group: "session",
    variables: [],
    defaultText: "none",
    effect: "Who the session is about.",
  },
  skipBackendSessionCreation: {
    kind: "boolean",
    group: "session",
    variables: [],
    defaultText: "`false`",
    effect: "Never starts sessions on the server: somebody else does.",
  },
  sessionAutoCreate: {
    kind: "boolean",
    group: "session",
    variables: [],
    defaultText: "`false`",
    effect:
      "Asks the server to make sessions out of their first spans. Those with inputs, metadata or user properties are started all the same.",
  },
  runId: {
    kind: "string",
    group: "evaluation",
    variables: [],
    defaultText: "none",
    effect: "The evaluation that the session belongs to.",
  },
  datasetId: {
    kind: "string",
    group: "evaluation",
    variables: [],
    defaultText: "none",
    effect: "The dataset of that evaluation.",
  },
  datapointId: {
    kind: "string",
    group: "evaluation",
    variables: [],
    defaultText: "none",
    effect: "The datapoint of that evaluation.",
  },
  experimentId: {
    kind: "string",
    group: "evaluation",
    variables: named("HH_EXPERIMENT_ID"),
    defaultText: "none",
    effect: "The experiment that the program is part of: `metadata.experiment_id` of its sessions.",
  },
  experimentName: {
    kind: "string",
    group: "evaluation",
    variables: named("HH_EXPERIMENT_NAME"),
    defaultText: "none",
    effect: "`metadata.experiment_name` of the sessions.",
  },
  experimentVariant: {
    kind: "string",
    group: "evaluation",
    variables: named("HH_EXPERIMENT_VARIANT"),
    defaultText: "none",
    effect: "`metadata.experiment_variant` of the sessions.",
  },
  experimentGroup: {
    kind: "string",
    group: "evaluation",
    variables: named("HH_EXPERIMENT_GROUP"),
    defaultText: "none",
    effect: "`metadata.experiment_group` of the sessions.",
  },
  experimentMetadata: {
    kind: "object",
    group: "evaluation",
    variables: named("HH_EXPERIMENT_METADATA"),
    defaultText: "none",
    effect: "`metadata.experiment_metadata` of the sessions; in the environment as JSON.",
  },
  instrumentors: {
    kind: "array",
    variables: [],
    defaultText: "none",
    effect: "OpenTelemetry instrumentations whose spans follow the scope in which they start.",
  },
  instrumentModules: {
    kind: "object",
    variables: [],
    defaultText: "none",
    effect:
      "Client libraries to record: `{ openAI: OpenAI }`, `anthropic`; modules: `googleGenAI`, `openAIAgents`; others need the `@traceloop/instrumentation-…` package of that name.",
  },
  spanNameFilters: {
    kind: "object",
    variables: [],
    defaultText: "all are kept",
    effect:
      "`{ include, exclude }`: names (`exact`) or beginnings (`{ prefix }`) of instrumentations' spans to keep or drop. Traced functions are always kept.",
  },
  keepNoise: {
    kind: "boolean",
    variables: [],
    defaultText: "`false`",
    effect: "Keeps the spans of file system, DNS, socket and web framework instrumentations.",
  },
  disableHttpTracing: {
    kind: "boolean",
    variables: named(
      "HH_DISABLE_HTTP_TRACING",
      "HONEYHIVE_DISABLE_HTTP_TRACING",
      "DISABLE_HTTP_TRACING",
    ),
    defaultText: "`true`",
    effect:
      "`false` traces outgoing and incoming HTTP through `@opentelemetry/instrumentation-http` and `-undici`, if installed.",
  },
  ...deliveryOptions,
  maxValueLength: {
    kind: "positive number",
    group: "limits",
    variables: named(
      "HH_MAX_VALUE_LENGTH",
      "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT",
      "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT",
    ),
    defaultText: "1,048,576",
    effect: "Longest captured value, in UTF-16 units; longer ones are cut and marked.",
  },
  maxAttributes: {
    kind: "positive number",
    group: "limits",
    variables: named(
      "HH_MAX_ATTRIBUTES",
      "OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT",
      "OTEL_ATTRIBUTE_COUNT_LIMIT",
    ),
    defaultText: "1024",
    effect: "Most attributes of one span, beside those that say whose it is.",
  },
  maxEvents: {
    kind: "positive number",
    group: "limits",
    variables: named("HH_MAX_EVENTS", "OTEL_SPAN_EVENT_COUNT_LIMIT"),
    defaultText: "1024",
    effect: "Most span events of one span.",
  },
  maxLinks: {
    kind: "positive number",
    group: "limits",
    variables: named("HH_MAX_LINKS", "OTEL_SPAN_LINK_COUNT_LIMIT"),
    defaultText: "128",
    effect: "Most links of one span.",
  },
  maxSpanBytes: {
    kind: "positive number",
    group: "limits",
    variables: named("HH_MAX_SPAN_SIZE"),
    defaultText: "10,485,760",
    effect: "Largest encoded span; the longest values of larger ones are cut and marked.",
  },
  redact: {
    kind: "function",
    variables: [],
    defaultText: "none",
    effect:
      "Sees every span and session update before it is queued and gives what may leave. When it throws, the payload is withheld.",
  },
  sampleRate: {
    kind: "fraction",
    variables: named("HH_SAMPLE_RATE"),
    defaultText: "1",
    effect:
      "Share of sessions that are sent, decided by the session's id alone. Evaluations are always sent.",
  },
  resilienceLevel: {
    kind: resilienceLevels,
    variables: named("HH_RESILIENCE_LEVEL"),
    defaultText: "`balanced`",
    effect:
      "`strict` throws where data is lost or identity refused and retries for 10 s, `balanced` warns and retries for 5 min, `resilient` holds twice as much and retries for 30 min.",
  },
  profile: {
    kind: profileNames,
    variables: named("HH_PROFILE"),
    defaultText: "detected",
    effect: "Connections, timeouts, batch size and flush budget for the place where this runs.",
  },
  resourceAttributes: {
    kind: "object",
    variables: [],
    defaultText: "none",
    effect: "Added to the resource, over what is detected and `OTEL_RESOURCE_ATTRIBUTES`.",
  },
  serviceName: {
    kind: "string",
    variables: named("OTEL_SERVICE_NAME", "HH_SERVICE_NAME"),
    defaultText: "the service's name on Lambda, Cloud Run and Azure, else none",
    effect: "`service.name` of the resource.",
  },
  serviceVersion: {
    kind: "string",
    variables: named("HH_SERVICE_VERSION"),
    defaultText: "none",
    effect: "`service.version` of the resource.",
  },
  detectGit: {
    kind: "boolean",
    variables: named("HH_DETECT_GIT", "HONEYHIVE_TELEMETRY", "HH_TELEMETRY"),
    defaultText: "`true`",
    effect: "Adds branch, commit, repository and whether there are changes to the resource.",
  },
  testMode: {
    kind: "boolean",
    variables: named("HH_TEST_MODE"),
    defaultText: "`false`",
    effect: "Does everything but touch the network; needs no key.",
  },
  disableTracing: {
    kind: "boolean",
    variables: named("HH_DISABLE_TRACING", "OTEL_SDK_DISABLED"),
    defaultText: "`false`",
    effect: "Traced functions run as if they were not.",
  },
  exitHooks: {
    kind: "boolean",
    variables: [{ name: "HH_DISABLE_EXIT_HOOKS", isNegated: true }],
    defaultText: "`true`",
    effect: "Sends what waits when the program runs out of work, is asked to end or fails.",
  },
  waitUntil: {
    kind: "function",
    variables: [],
    defaultText: "none",
    effect: "Is given a promise of the delivery, for platforms that freeze after the response.",
  },
  onError: {
    kind: "function",
    variables: [],
    defaultText: "none",
    effect: "Is given a `HoneyHiveError` for each loss and each option that is not used.",
  },
  verbose: {
    kind: "boolean",
    variables: named("HH_VERBOSE"),
    defaultText: "`false`",
    effect: "Says on stderr what this tracer does.",
  },
};
