/** Reads a property of a value that may refuse: then a mark of the refusal. */
export function readProperty(owner: object, key: PropertyKey): unknown {
  try {
    return (owner as Readonly<Record<PropertyKey, unknown>>)[key];
  } catch (error) {
    return throwMark(error);
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
