import type { JsonObject } from "@honeyhive/contract";

import { isJsonObject, setOwn } from "../../lib/json.js";
import { MalformedOtlpError } from "../malformed-otlp-error.js";
import { toFiniteNumber, toSafeInteger } from "./read-any-value.js";

/** The other spelling of each field: protobuf's JSON mapping allows both. */
const snakeNames: Readonly<Record<string, string>> = {
  resourceSpans: "resource_spans",
  scopeSpans: "scope_spans",
  resourceLogs: "resource_logs",
  scopeLogs: "scope_logs",
  logRecords: "log_records",
  resourceMetrics: "resource_metrics",
  scopeMetrics: "scope_metrics",
  exponentialHistogram: "exponential_histogram",
  dataPoints: "data_points",
  traceId: "trace_id",
  spanId: "span_id",
  parentSpanId: "parent_span_id",
  startTimeUnixNano: "start_time_unix_nano",
  endTimeUnixNano: "end_time_unix_nano",
  timeUnixNano: "time_unix_nano",
  observedTimeUnixNano: "observed_time_unix_nano",
  eventName: "event_name",
};

export function get(object: JsonObject, camelName: string): unknown {
  const value = object[camelName];
  if (value !== undefined && value !== null) return value;
  const snakeName = snakeNames[camelName];
  return snakeName === undefined ? value : object[snakeName];
}

export function objectIn(object: JsonObject, name: string): JsonObject {
  const value = get(object, name);
  return isJsonObject(value) ? value : {};
}

/** What is no list is no OTLP: taken for an empty one, its records would be lost without a word. */
export function objectsIn(object: JsonObject, name: string): readonly JsonObject[] {
  const value = get(object, name) ?? none;
  if (Array.isArray(value)) return value.filter(isJsonObject);
  throw new MalformedOtlpError(`\`${name}\` is not a list.`);
}

const none: readonly JsonObject[] = [];

export function textIn(object: JsonObject, name: string): string {
  const value = get(object, name);
  return typeof value === "string" ? value : "";
}

/** Ids are hex in OTLP, but base64 where a generic protobuf library wrote the JSON. */
export function idIn(object: JsonObject, name: string, hexDigits: number): string {
  const value = get(object, name);
  if (typeof value !== "string") return "";
  if (value.length === hexDigits && /^[0-9a-f]+$/i.test(value)) return value.toLowerCase();
  const bytes = Buffer.from(value, "base64");
  return bytes.length * 2 === hexDigits ? bytes.toString("hex") : value;
}

/** Enums are numbers, numbers as text, or names. */
export function enumIn(object: JsonObject, name: string, names: readonly string[]): number {
  const value = get(object, name);
  const number = Number(value);
  if (Number.isInteger(number)) return number;
  return Math.max(0, names.indexOf(String(value)));
}

export function nanosecondsIn(object: JsonObject, name: string): bigint {
  const value = get(object, name);
  if (typeof value === "string" && isDigits(value)) return BigInt(value);
  return typeof value === "number" && Number.isFinite(value) ? BigInt(Math.round(value)) : 0n;
}

/** Cheaper than an expression: a span has two times and some amounts. */
function isDigits(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < zero || code > nine) return false;
  }
  return text.length > 0 && text.length <= 20;
}

const zero = 0x30;
const nine = 0x39;

export function attributesIn(owner: JsonObject, name = "attributes"): JsonObject {
  const attributes: Record<string, unknown> = {};
  const pairs = get(owner, name);
  if (!Array.isArray(pairs)) return attributes;
  for (const pair of pairs as readonly unknown[]) {
    if (!isJsonObject(pair)) continue;
    const { key, value } = pair;
    setOwn(attributes, typeof key === "string" ? key : "", readAnyValue(value));
  }
  return attributes;
}

export function readAnyValue(value: unknown): unknown {
  if (!isJsonObject(value)) return value ?? null;
  // Most are told by their first name: no list is made of the names.
  for (const tag in value) {
    const read = Object.hasOwn(readers, tag) ? readers[tag] : undefined;
    if (read !== undefined) return read(value[tag]);
  }
  return null;
}

const asIs = (content: unknown): unknown => content ?? null;
const readDouble = (content: unknown): unknown =>
  content === null ? null : toFiniteNumber(Number(content));
const readArray = (content: unknown): unknown =>
  isJsonObject(content) && Array.isArray(content["values"])
    ? content["values"].map(readAnyValue)
    : [];
const readKeyValues = (content: unknown): unknown =>
  isJsonObject(content) ? attributesIn(content, "values") : {};

function readInteger(value: unknown): unknown {
  if (typeof value === "string" && /^-?\d{1,20}$/.test(value)) return toSafeInteger(BigInt(value));
  return value ?? null;
}

const readers: Readonly<Record<string, (content: unknown) => unknown>> = {
  stringValue: asIs,
  string_value: asIs,
  boolValue: asIs,
  bool_value: asIs,
  bytesValue: asIs,
  bytes_value: asIs,
  doubleValue: readDouble,
  double_value: readDouble,
  intValue: readInteger,
  int_value: readInteger,
  arrayValue: readArray,
  array_value: readArray,
  kvlistValue: readKeyValues,
  kvlist_value: readKeyValues,
};
