const limit = 300;

/** One line that says what a value is: text as it stands, an object by its keys and values, the rest as JSON. */
export function previewValue(value: unknown): string {
  const line = toText(value).replace(/\s+/g, " ").trim();
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

/** `{ answer: "42" }` is `42`, `{ answer: "42", sure: true }` is `answer: 42 · sure: true`. */
function toText(value: unknown): string {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return scalarText(value);
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const [only] = entries;
  if (entries.length === 1 && only !== undefined) return scalarText(only[1]);
  return entries.map(([key, item]) => `${key}: ${scalarText(item)}`).join(" · ");
}

function scalarText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return (typeof value === "string" ? value : JSON.stringify(value)).slice(0, limit * 2);
}
