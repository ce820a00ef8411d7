import type { Event } from "@honeyhive/contract";

import { isJsonObject } from "../lib/json.js";

const alwaysKept = ["event_id", "session_id", "parent_id", "project_id"];

/** Keeps the ids and the fields named; without a list, everything. */
export function projectEvent(event: Event, fields: readonly string[] | undefined): Event {
  if (fields === undefined || fields.length === 0) return event;
  const result: Record<string, unknown> = {};
  for (const field of [...alwaysKept, ...fields]) keep(event, field, result);
  // A projection leaves out what the client chose not to get.
  return result as unknown as Event;
}

function keep(event: Event, field: string, into: Record<string, unknown>): void {
  const [top = "", ...path] = field.split(".");
  const value: unknown = Object.entries(event).find(([key]) => key === top)?.[1];
  if (value === undefined) return;
  if (path.length === 0) {
    into[top] = value;
    return;
  }
  const found = isJsonObject(value) ? find(value, path) : undefined;
  if (found === undefined) return;
  const bucket = isJsonObject(into[top]) ? into[top] : {};
  into[top] = { ...bucket, ...nest(bucket, found.path, found.value) };
}

/** As in filters, a key with dots goes before a path. */
function find(
  object: Record<string, unknown>,
  path: readonly string[],
): { path: readonly string[]; value: unknown } | undefined {
  const flatKey = path.join(".");
  if (Object.hasOwn(object, flatKey)) return { path: [flatKey], value: object[flatKey] };
  let value: unknown = object;
  for (const step of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return { path, value };
}

function nest(
  into: Readonly<Record<string, unknown>>,
  path: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const [step = "", ...rest] = path;
  if (rest.length === 0) return { ...into, [step]: value };
  const inner = isJsonObject(into[step]) ? into[step] : {};
  return { ...into, [step]: nest(inner, rest, value) };
}
