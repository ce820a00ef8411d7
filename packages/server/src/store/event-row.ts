import {
  buckets,
  eventTokens,
  eventTypes,
  type Bucket,
  type Event,
  type EventType,
  type JsonObject,
} from "@honeyhive/contract";

import { isJsonObject } from "../lib/json.js";
import type { Row } from "./collect-rows.js";
import { toStorableJson } from "./storable-json.js";
import { toField, toJsonField, type ColumnValue } from "./tab-separated.js";
import { toTimestamp } from "./timestamps.js";

const scalarRowColumns = [
  "project_id",
  "session_id",
  "event_id",
  "parent_id",
  "children_ids",
  "trace_id",
  "span_id",
  "event_type",
  "event_name",
  "source",
  "start_time",
  "end_time",
  "duration",
  "error",
  "model",
  "provider",
  "prompt_tokens",
  "completion_tokens",
  "total_tokens",
  "cost",
  "run_id",
  "datapoint_id",
  "dataset_id",
  "received_at",
  "version",
] as const;

const smallBuckets = buckets.filter((name) => name !== "inputs" && name !== "outputs");

/** Columns of `events` that an event fills, in the order of `toEventTexts`. */
export const eventRowColumns: readonly string[] = [
  ...scalarRowColumns,
  "inputs",
  "outputs",
  ...smallBuckets,
];

type EventRow = Readonly<
  Record<(typeof scalarRowColumns)[number], ColumnValue> & Record<Bucket, JsonObject>
>;

/**
 * A row of `events` as texts that tabs are to separate. What may be large is a text by itself: joined with the others
 * it would be copied once more, and all of them would have two bytes for each character where it has.
 */
export function toEventTexts(event: Event, version: number, receivedAt?: string): string[] {
  const row = toEventRow(event, version, receivedAt);
  return [
    scalarRowColumns.map((name) => toField(row[name])).join("\t"),
    toBucketField(row.inputs),
    toBucketField(row.outputs),
    smallBuckets.map((name) => toBucketField(row[name])).join("\t"),
  ];
}

/** Most events fill three or four of their seven buckets. */
function toBucketField(bucket: JsonObject): string {
  for (const _name in bucket) return toJsonField(toStorableJson(bucket));
  return "{}";
}

/**
 * A row of `events`. Buckets are stored as JSON text, exact as received; the columns drawn from them exist
 * to be filtered and summed.
 */
export function toEventRow(
  event: Event,
  version: number,
  receivedAt = toTimestamp(Date.now()),
): EventRow {
  const { metadata, config } = event;
  const { prompt, completion, total } = eventTokens(event);
  return {
    project_id: event.project_id,
    session_id: event.session_id,
    event_id: event.event_id,
    parent_id: event.parent_id ?? "",
    children_ids: event.children_ids,
    trace_id: text(metadata["trace_id"]),
    span_id: text(metadata["span_id"]),
    event_type: event.event_type,
    event_name: event.event_name,
    source: event.source,
    start_time: toTimestamp(event.start_time),
    end_time: toTimestamp(event.end_time),
    duration: event.duration,
    error: event.error,
    model: text(config["model"]),
    provider: text(config["provider"]),
    prompt_tokens: amount(prompt),
    completion_tokens: amount(completion),
    total_tokens: amount(total),
    cost: amount(metadata["cost"]),
    run_id: text(metadata["run_id"]),
    datapoint_id: text(metadata["datapoint_id"]),
    dataset_id: text(metadata["dataset_id"]),
    // Objects for columns of text: the engine keeps their JSON as it is, so it is written only once.
    inputs: event.inputs,
    outputs: event.outputs,
    config,
    metadata,
    metrics: event.metrics,
    feedback: event.feedback,
    user_properties: event.user_properties,
    received_at: receivedAt,
    version,
  };
}

const scalarColumns = `project_id, session_id, event_id, parent_id, children_ids, event_type, event_name, source,
  toUnixTimestamp64Micro(start_time) AS start_micros, toUnixTimestamp64Micro(end_time) AS end_micros, duration, error`;

/** What `parseEventRow` needs to be selected. */
export const eventColumns = `${scalarColumns}, ${buckets.join(", ")}`;

/** The same without the buckets that nobody asked for; they are most of the bytes. */
export function eventColumnsFor(fields: readonly string[] | undefined): string {
  if (fields === undefined || fields.length === 0) return eventColumns;
  const wanted = buckets.filter((bucket) =>
    fields.some((field) => field === bucket || field.startsWith(`${bucket}.`)),
  );
  return [scalarColumns, ...wanted].join(", ");
}

export function parseEventRow(row: Row): Event {
  return {
    event_id: text(row["event_id"]),
    session_id: text(row["session_id"]),
    parent_id: text(row["parent_id"]) || null,
    children_ids: Array.isArray(row["children_ids"]) ? row["children_ids"].map(String) : [],
    event_type: parseEventType(row["event_type"]),
    event_name: text(row["event_name"]),
    source: text(row["source"]),
    project_id: text(row["project_id"]),
    inputs: parseBucket(row["inputs"]),
    outputs: parseBucket(row["outputs"]),
    config: parseBucket(row["config"]),
    metadata: parseBucket(row["metadata"]),
    metrics: parseBucket(row["metrics"]),
    feedback: parseBucket(row["feedback"]),
    user_properties: parseBucket(row["user_properties"]),
    error: typeof row["error"] === "string" ? row["error"] : null,
    start_time: Number(row["start_micros"]) / 1000,
    end_time: Number(row["end_micros"]) / 1000,
    duration: Number(row["duration"]),
  };
}

function parseEventType(value: unknown): EventType {
  return eventTypes.find((type) => type === value) ?? "tool";
}

/** A bucket as it is stored. */
export function parseBucket(value: unknown): JsonObject {
  // Written by `toEventRow`.
  const parsed: unknown = typeof value === "string" ? JSON.parse(value) : value;
  return isJsonObject(parsed) ? parsed : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function amount(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
