/** Reads a property of a value that may refuse: then a mark of the refusal. */
export function readProperty(owner: object, key: PropertyKey): unknown {
  try {
    return (owner as Readonly<Record<PropertyKey, unknown>>)[key];
  } catch (error) {
    return throwMark(error);
  }
}

/** The entries of anything: none of what has none, marks for those that cannot be read. */
export function readEntries(values: unknown): [string, unknown][] {
  // What has keys is an object.
  return readKeys(values).map((key) => [key, readProperty(values as object, key)]);
}

/** The keys of anything. */
export function readKeys(values: unknown): string[] {
  if (typeof values !== "object" || values === null) return [];
  try {
    return Object.keys(values);
  } catch {
    // A proxy that does not tell its keys.
    return [];
  }
}

/** What stands in the place of a value that throws when it is read. */
export function throwMark(error: unknown): string {
  return `[Throws: ${messageOf(error)}]`;
}

/** Never throws, whatever was thrown. */
export function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    // An error whose own message cannot be read.
    return "unknown error";
  }
}
