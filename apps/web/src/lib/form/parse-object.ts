import type { JsonObject } from "@honeyhive/contract";

/** Of a field of a form; null where it is empty. An `Error` names the field. */
export function parseObject(label: string, text: string): JsonObject | null {
  if (text.trim() === "") return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${label}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  if (isObject(value)) return value;
  throw new Error(`${label}: expected a JSON object such as {"answer": "…"}, got ${text.trim()}`);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
