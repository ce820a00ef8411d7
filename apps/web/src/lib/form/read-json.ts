import type { JsonObject } from "@honeyhive/contract";

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? { ...value }
    : undefined;
}

export function asText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The first of some keys that holds text: instrumentations disagree on spelling. */
export function firstText(object: JsonObject, keys: readonly string[]): string | undefined {
  return keys.map((key) => asText(object[key])).find((text) => text !== undefined);
}

/** The value of JSON text; anything else as it is. */
export function parseJson(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    // Cut-off or invalid arguments are shown as the text they are.
    return value;
  }
}
