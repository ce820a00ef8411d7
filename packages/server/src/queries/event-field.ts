import { buckets } from "@honeyhive/contract";

import { textIndexed } from "../store/text-index.js";

/** SQL expressions for one field of an event, and the parameters they use. */
export interface EventField {
  readonly kind: "text" | "number" | "time" | "json";
  /** The value as text; empty when it is absent or null. */
  readonly text: string;
  /** Nullable number; for times, Unix milliseconds. */
  readonly number: string;
  /** Condition that the field has a value. */
  readonly exists: string;
  readonly params: Readonly<Record<string, string>>;
  /** The column of JSON that the value is taken from. */
  readonly bucket?: string;
  /** What an index of that column's words answers, where it can have one. */
  readonly words?: string | undefined;
  /** The field's key where its texts are terms of metadata: `key=text`, which an index finds. */
  readonly termKey?: string;
}

const textColumns = [
  "event_id",
  "session_id",
  "parent_id",
  "project_id",
  "event_type",
  "event_name",
  "source",
  "error",
  "trace_id",
  "span_id",
];
const timeColumns = ["start_time", "end_time"];

/** Fields inside buckets that have a column of their own. */
const drawnOut: Readonly<Record<string, string>> = {
  "metadata.run_id": "run_id",
  "metadata.datapoint_id": "datapoint_id",
  "metadata.dataset_id": "dataset_id",
  "metadata.trace_id": "trace_id",
  "metadata.span_id": "span_id",
  "config.model": "model",
  "config.provider": "provider",
};

/** Keys of metadata that are no terms, besides those that have a column of text: see migration 9. */
const keysWithoutTerms: ReadonlySet<string> = new Set([
  "parent_span_id",
  "prompt_tokens",
  "completion_tokens",
  "total_tokens",
  "cost",
]);

/** Undefined for a name that is no field of an event. `prefix` keeps the parameters of several fields apart. */
export function findEventField(name: string, prefix: string): EventField | undefined {
  const column = drawnOut[name] ?? name;
  if (textColumns.includes(column) || Object.values(drawnOut).includes(column)) {
    // Bare, so that its index is used; `error` alone may be null.
    const text = column === "error" ? "ifNull(events.error, '')" : `events.${column}`;
    const number = `toFloat64OrNull(${text})`;
    return { kind: "text", text, number, exists: `${text} != ''`, params: {} };
  }
  if (timeColumns.includes(name)) {
    const number = `toUnixTimestamp64Micro(events.${name}) / 1000`;
    return { kind: "time", text: `toString(${number})`, number, exists: "true", params: {} };
  }
  if (name === "duration") {
    const text = "toString(events.duration)";
    return { kind: "number", text, number: "events.duration", exists: "true", params: {} };
  }
  const [bucket = "", ...path] = name.split(".");
  if (!buckets.some((known) => known === bucket)) return undefined;
  const field = { ...jsonField(`events.${bucket}`, path, prefix), words: textIndexed(bucket) };
  // Terms are of the top level only, and a dotted name may lead below it.
  const hasTerms = bucket === "metadata" && path.length === 1 && !keysWithoutTerms.has(path.join());
  return hasTerms ? { ...field, termKey: path.join() } : field;
}

export const fieldNames: readonly string[] = [
  ...textColumns,
  ...timeColumns,
  "duration",
  ...buckets.map((bucket) => `${bucket}.<key>`),
];

/** A key may hold dots, or they may lead into nested objects: the key as a whole is tried first. */
function jsonField(column: string, path: readonly string[], prefix: string): EventField {
  const flatKey = `{${prefix}_key:String}`;
  const steps = path.map((_, index) => `{${prefix}_step${index}:String}`).join(", ");
  const pick = (extract: string): string => {
    if (path.length === 0) return extract === "JSONExtractRaw" ? column : "''";
    if (path.length === 1) return `${extract}(${column}, ${flatKey})`;
    return `if(JSONHas(${column}, ${flatKey}), ${extract}(${column}, ${flatKey}), ${extract}(${column}, ${steps}))`;
  };
  const raw = pick("JSONExtractRaw");
  const text = `multiIf(startsWith(${raw}, '"'), ${pick("JSONExtractString")}, ${raw} = 'null', '', ${raw})`;
  const params: Record<string, string> = {};
  if (path.length > 0) params[`${prefix}_key`] = path.join(".");
  if (path.length > 1) path.forEach((step, index) => (params[`${prefix}_step${index}`] = step));
  return {
    kind: "json",
    text,
    number: `toFloat64OrNull(${text})`,
    exists: `${raw} NOT IN ('', 'null', '{}')`,
    params,
    bucket: column,
  };
}
