import { parseJson } from "../../lib/json.js";

/**
 * Objects in the query string: JSON text of one or of a list, once or repeated, as `a` or `a[]`, or, as axios writes
 * them, `a[0][field]=…` and `a[field]=…`. What is nothing of these stays text, for a schema to refuse.
 */
export function readObjects(query: URLSearchParams, name: string): unknown[] {
  const items: unknown[] = [];
  const byIndex = new Map<string, [string, string][]>();
  for (const [key, text] of query) {
    if (text === "" || (key !== name && !key.startsWith(`${name}[`))) continue;
    const [, index = "", field] = /^(?:\[(\d+)\])?\[([a-z]+)\]$/.exec(key.slice(name.length)) ?? [];
    if (field !== undefined) byIndex.set(index, [...(byIndex.get(index) ?? []), [field, text]]);
    else items.push(parseJson(text) ?? text);
  }
  return [...items.flat(), ...Array.from(byIndex.values(), (fields) => Object.fromEntries(fields))];
}
