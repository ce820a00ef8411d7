export type AnyRecord = Record<string, unknown>;

/** The value's properties; those of what has none are undefined. */
export function asRecord(value: unknown): AnyRecord {
  return (typeof value === "object" && value !== null) || typeof value === "function"
    ? // Properties of any object, each of which is looked at before it is used.
      (value as unknown as AnyRecord)
    : {};
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Zero for what is no number. */
export function asCount(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

export function readPath(owner: unknown, path: readonly string[]): AnyRecord | undefined {
  let found: unknown = owner;
  for (const key of path) found = asRecord(found)[key];
  const isOwner = (typeof found === "object" && found !== null) || typeof found === "function";
  return isOwner ? asRecord(found) : undefined;
}

/** Without the entries that say nothing. */
export function compact(values: AnyRecord): AnyRecord {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined && value !== null),
  );
}
