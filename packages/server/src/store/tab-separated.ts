/** A value of a column: text, a number, null where the column allows it, or a list of texts. */
export type ColumnValue = string | number | null | readonly string[];

/** A value in the engine's `TabSeparated` format. Fields of a row are joined by tabs. */
export function toField(value: ColumnValue): string {
  if (typeof value === "string") return escape(value);
  // As in JSON, what is no number becomes the column's default.
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "0";
  if (value === null) return "\\N";
  return `[${value.map((text) => `'${escape(text).replaceAll("'", "\\'")}'`).join(",")}]`;
}

/** JSON text, in which control characters are escaped already. */
export function toJsonField(json: string): string {
  return json.includes("\\") ? json.replaceAll("\\", "\\\\") : json;
}

function escape(text: string): string {
  if (!special.test(text)) return text;
  return text.replace(allSpecial, (character) => escapes[character] ?? character);
}

const special = /[\\\t\n\r\0]/;
const allSpecial = new RegExp(special, "g");
const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\0": "\\0",
};
