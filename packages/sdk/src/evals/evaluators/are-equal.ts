import { isPlainObject } from "../../lib/is-plain-object.js";

/**
 * In depth. A property that is undefined is none: a ground truth from a file could not name it. Objects and lists of other
 * realms are like those of ours.
 */
export function areEqual(actual: unknown, expected: unknown): boolean {
  const { isDeepStrictEqual } = process.getBuiltinModule("node:util");
  if (isDeepStrictEqual(actual, expected)) return true;
  try {
    return isDeepStrictEqual(asWritten(actual), asWritten(expected));
  } catch (error) {
    // Values that hold themselves have no end.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Without undefined properties, and with one zero. */
function asWritten(value: unknown): unknown {
  if (value === 0) return 0;
  // Its own `map` would make one of its realm.
  if (Array.isArray(value)) return Array.from(value, asWritten);
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(entries.map(([key, inner]) => [key, asWritten(inner)]));
}
