/**
 * Wire names of span attributes, as HoneyHive's ingestion reads them.
 *
 * Two families: **dot** names (`honeyhive.*`) carry identity and protocol and never become user data;
 * **underscore** names (`honeyhive_<bucket>.<key>`) carry payload into the event's buckets.
 */
export const identityAttribute = {
  sessionId: "honeyhive.session_id",
  sessionName: "honeyhive.session_name",
  sessionAutoCreate: "honeyhive.session_auto_create",
  project: "honeyhive.project",
  source: "honeyhive.source",
  /** Event id of the parent, when it differs from what the span's own parent says. */
  parentId: "honeyhive.parent_id",
} as const;

/** Event fields that a span carries directly. */
export const eventAttribute = {
  type: "honeyhive_event_type",
  name: "honeyhive_event_name",
  id: "honeyhive_event_id",
  error: "honeyhive_error",
  errorType: "honeyhive_error_type",
  durationMs: "honeyhive_duration_ms",
} as const;

/** The seven buckets of an event. */
export const buckets = [
  "inputs",
  "outputs",
  "config",
  "metadata",
  "metrics",
  "feedback",
  "user_properties",
] as const;

export type Bucket = (typeof buckets)[number];

/** `bucketAttribute("inputs", "query")` is `honeyhive_inputs.query`. Nested values travel as JSON text. */
export function bucketAttribute(bucket: Bucket, key: string): string {
  return `honeyhive_${bucket}.${key}`;
}

/** Prefix of the identity attributes that Traceloop-based clients send. */
export const traceloopAssociationPrefix = "traceloop.association.properties.";

/** Keys inside `metadata` that tie an event to an evaluation. */
export const evaluationKey = {
  runId: "run_id",
  datasetId: "dataset_id",
  datapointId: "datapoint_id",
  /** What pairs a case with the same one of other runs, where it differs from the datapoint's id. On the case's root span. */
  caseId: "case_id",
  /** Of inputs and ground truth: another one under the same id is an edited case. On the case's root span. */
  contentHash: "content_hash",
  /** How the case ended: one of `caseOutcomes`. On the case's root span and its session. */
  outcome: "outcome",
  /** States of scores that have no value: `{ [metric]: ScoreState }` without the scored ones. */
  scoreStates: "score_states",
  /** What the case took: a `CaseUsage`. On the case's root span. */
  usage: "case_usage",
  /** How many calls of models of the case a cache answered. On the case's root span. */
  cachedCalls: "cached_calls",
  /** True for a case that was run before in the same session: what it came to then, an error say, is past. On its root span. */
  repeated: "repeated",
} as const;

/** What a session's metadata says of an evaluation's case; whatever else it says is the row's. */
export const caseMetadataKeys: ReadonlySet<string> = new Set([
  ...Object.values(evaluationKey),
  "trial",
]);

/** Path, relative to the server's URL, that accepts OTLP/HTTP traces. */
export const otlpTracesPath = "/opentelemetry/v1/traces";
