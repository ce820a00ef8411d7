import { isJsonObject } from "../../json.js";

/**
 * Turns `{"a.b": 1, "a.c": 2}` into `{a: {b: 1, c: 2}}`, and keys that count up from 0 into arrays.
 * Where a name is both a value and a parent, the longer name stays flat.
 */
export function unflatten(flat: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const root: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [key, value] of Object.entries(flat)) if (!place(root, key, value)) root[key] = value;
  return { ...(toArrays(root, 0) as Record<string, unknown>) };
}

/** Deeper names than this come from data, not from a naming scheme. */
const maxDepth = 32;

const made = new WeakSet<object>();

function place(root: Record<string, unknown>, key: string, value: unknown): boolean {
  const path = key.split(".");
  if (path.length === 1 || path.length > maxDepth || path.includes("")) return false;
  let node = root;
  for (const name of path.slice(0, -1)) {
    node[name] ??= newNode();
    const next = node[name];
    // Only what was made here may grow: an object that came as a value is a value.
    if (!isJsonObject(next) || !made.has(next)) return false;
    node = next;
  }
  const last = path.at(-1) ?? "";
  if (last in node) return false;
  node[last] = value;
  return true;
}

function newNode(): Record<string, unknown> {
  const node = Object.create(null) as Record<string, unknown>;
  made.add(node);
  return node;
}

function toArrays(value: unknown, depth: number): unknown {
  if (!isJsonObject(value) || (depth > 0 && !made.has(value))) return value;
  const entries = Object.entries(value).map(
    ([key, child]) => [key, toArrays(child, depth + 1)] as const,
  );
  const isArray = depth > 0 && entries.every(([key], index) => key === String(index));
  return isArray ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}
