import { buckets } from "@honeyhive/contract";

import { isJsonObject } from "../../lib/json.js";

/** What users put in: nothing in there is changed. */
const usersOwn = new Set<string>([
  ...buckets,
  "ground_truth",
  "history",
  "results",
  "parameters",
  "configuration",
]);
const times = new Set(["start_time", "end_time"]);

/**
 * The routes without a version are those of the oldest clients, which check answers: they take an absent field
 * but not a null, and whole milliseconds only.
 */
export function toOlderAnswer(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toOlderAnswer);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([, field]) => field !== null)
    .map(([key, field]) => [key, toOlderField(key, field)]);
  return Object.fromEntries(entries) as unknown;
}

function toOlderField(key: string, value: unknown): unknown {
  if (usersOwn.has(key) && !isComputed(key, value)) return value;
  return times.has(key) && typeof value === "number" ? Math.round(value) : toOlderAnswer(value);
}

/** Events carry metrics of their own; those of a result or of a comparison are the server's. */
function isComputed(key: string, value: unknown): boolean {
  return key === "metrics" && (Array.isArray(value) || (isJsonObject(value) && "details" in value));
}
