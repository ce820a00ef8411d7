import { isPlainObject } from "./is-plain-object.js";

/** A copy of what JSON can hold, in depth; everything else is the same in it. For values that have an end. */
export function copyPlain<Value>(value: Value): Value {
  // Copies of objects and lists have what the originals have.
  return copy(value) as Value;
}

function copy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  // Its own `map` would make one of its realm.
  if (Array.isArray(value)) return Array.from(value, copy);
  if (!isPlainObject(value)) return value;
  const copied: Record<string, unknown> = { ...value };
  for (const key of Object.keys(copied)) {
    const inner = copied[key];
    if (typeof inner === "object") copied[key] = copy(inner);
  }
  return copied;
}
