import type { DatapointInput, DatapointMapping, Event, JsonObject } from "@honeyhive/contract";

import { isJsonObject } from "../lib/json.js";

/** A row of a table: columns that the mapping does not name become metadata. */
export function rowToDatapoint(row: JsonObject, mapping: DatapointMapping): DatapointInput {
  const { inputs = [], history = [], ground_truth: groundTruth = [] } = mapping;
  const named = new Set([...inputs, ...history, ...groundTruth]);
  const rest = Object.fromEntries(Object.entries(row).filter(([column]) => !named.has(column)));
  const pick = (columns: readonly string[]): JsonObject =>
    Object.fromEntries(
      columns.flatMap((column) => (Object.hasOwn(row, column) ? [[column, row[column]]] : [])),
    );
  return {
    inputs: pick(inputs),
    history: Object.values(pick(history)).flatMap(toMessages),
    ...(groundTruth.length === 0 ? {} : { ground_truth: pick(groundTruth) }),
    ...(Object.keys(rest).length === 0 ? {} : { metadata: rest }),
  };
}

/** An event: fields are named as in filters, `inputs.question`; the part after the bucket becomes the key. */
export function eventToDatapoint(
  event: Event,
  mapping: DatapointMapping | undefined,
): DatapointInput {
  const linked_event = event.event_id;
  if (mapping === undefined) {
    const { chat_history: history, ...inputs } = event.inputs;
    return { inputs, history: toMessages(history), ground_truth: event.outputs, linked_event };
  }
  const pick = (fields: readonly string[] = []): JsonObject =>
    Object.fromEntries(
      fields.flatMap((field) => {
        const found = findField(event, field);
        return found === undefined ? [] : [found];
      }),
    );
  return {
    inputs: pick(mapping.inputs),
    history: Object.values(pick(mapping.history)).flatMap(toMessages),
    ground_truth: pick(mapping.ground_truth),
    linked_event,
  };
}

/** Without a bucket, a field is one of the inputs, or else of the outputs. */
function findField(event: Event, field: string): [string, unknown] | undefined {
  const [top = "", ...rest] = field.split(".");
  const own = Object.entries(event).find(([key]) => key === top);
  if (own !== undefined) {
    const value = rest.length === 0 ? own[1] : valueAt(own[1], rest);
    return value === undefined ? undefined : [rest.join(".") || top, value];
  }
  for (const bucket of [event.inputs, event.outputs]) {
    const value = valueAt(bucket, [top, ...rest]);
    if (value !== undefined) return [field, value];
  }
  return undefined;
}

/** As in filters, a key with dots goes before a path. */
function valueAt(object: unknown, path: readonly string[]): unknown {
  if (!isJsonObject(object)) return undefined;
  const flatKey = path.join(".");
  if (Object.hasOwn(object, flatKey)) return object[flatKey];
  let value: unknown = object;
  for (const step of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

function toMessages(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(toMessages);
  if (isJsonObject(value)) return [value];
  return typeof value === "string" && value !== "" ? [{ role: "user", content: value }] : [];
}
