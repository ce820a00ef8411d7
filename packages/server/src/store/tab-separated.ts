/** A value of a column: text, a number, null where the column allows it, or a list of texts. */
export type ColumnValue = string | number | null | readonly string[];

/** Values of one row in the engine's `TabSeparated` format, without the end of the line. */
export function toTabSeparated(values: readonly ColumnValue[]): string {
  return values.map(toField).join("\t");
}

function toField(value: ColumnValue): string {
  if (typeof value === "string") return escape(value);
  // As in JSON, what is no number becomes the column's default.
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "0";
  if (value === null) return "\\N";
  return `[${value.map((text) => `'${escape(text).replaceAll("'", "\\'")}'`).join(",")}]`;
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
