import type { QueryParams } from "../engine.js";

/** Servers take no single parameter of 128 KiB or more, whatever their limits of requests are. */
const maxParameterBytes = 100_000;

/** The same question with long lists as several parameters that are put together again. */
export function splitLists(
  sql: string,
  params: QueryParams,
): { readonly sql: string; readonly params: QueryParams } {
  const split: Record<string, QueryParams[string]> = {};
  let text = sql;
  for (const [name, value] of Object.entries(params)) {
    const parts = Array.isArray(value) ? cut(value) : [];
    if (parts.length < 2) {
      split[name] = value;
      continue;
    }
    parts.forEach((part, index) => (split[`${name}_part${index}`] = part));
    const placeholders = parts.map((_, index) => `{${name}_part${index}:Array(String)}`);
    text = text.replaceAll(`{${name}:Array(String)}`, `arrayConcat(${placeholders.join(", ")})`);
  }
  return { sql: text, params: split };
}

function cut(values: readonly string[]): string[][] {
  const parts: string[][] = [];
  let room = 0;
  for (const value of values) {
    // Quotes, a comma, and room for some characters that are escaped.
    const sizeBytes = Buffer.byteLength(value) + 8;
    if (room < sizeBytes) {
      parts.push([]);
      room = maxParameterBytes;
    }
    parts.at(-1)?.push(value);
    room -= sizeBytes;
  }
  return parts;
}
