import { buckets } from "@honeyhive/contract";

import { isJsonObject } from "../json.js";

/** What users put in: a null there is theirs. */
const usersOwn = new Set<string>([...buckets, "ground_truth", "history", "results"]);

/**
 * The routes without a version are those of the oldest clients, which check answers and take an absent field
 * but not a null.
 */
export function omitNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(omitNulls);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([, field]) => field !== null)
    .map(([key, field]) => [key, usersOwn.has(key) ? field : omitNulls(field)]);
  return Object.fromEntries(entries) as unknown;
}
