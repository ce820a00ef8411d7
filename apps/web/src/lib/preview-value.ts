const limit = 300;

/** One line that says what a value is: text as it stands, an object with one key by its value, the rest as JSON. */
export function previewValue(value: unknown): string {
  const text = toText(unwrap(value));
  const line = text
    .slice(0, limit * 2)
    .replace(/\s+/g, " ")
    .trim();
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

/** `{}` is shown as nothing, and `{ answer: "42" }` as `42`. */
function unwrap(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const values: readonly unknown[] = Object.values(value);
  if (values.length === 0) return undefined;
  return values.length === 1 ? values[0] : value;
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
