import { caseMetadataKeys, maxSliceLength, saidOf, type JsonObject } from "@honeyhive/contract";

/** What a session's metadata says that is not of its case's row. */
const otherKeys = new Set([...caseMetadataKeys, "auto_created"]);

/** What a session says of its case's row, as far as cases can be sliced by it. */
export function rowMetadata(metadata: JsonObject): JsonObject {
  const told = Object.entries(metadata).filter(
    ([key, value]) =>
      !otherKeys.has(key) &&
      saidOf(metadata, key).length > 0 &&
      JSON.stringify(value).length <= maxSliceLength,
  );
  return Object.fromEntries(told);
}

/** Keeps all that `rowMetadata` does of `pair`, a key and its value's JSON, and leaves out most of what it would not. */
export const mayBeOfRow =
  `(pair.1 NOT IN (${quoted(otherKeys)}) AND length(pair.2) <= ${4 * maxSliceLength} ` +
  "AND NOT startsWith(pair.2, '{'))";

export function quoted(keys: Iterable<string>): string {
  return [...keys].map((key) => `'${key}'`).join(", ");
}
