import { createHash } from "node:crypto";

/**
 * Ids of what no server holds, as the Python SDK computes them: `EXT-` and 16 hex digits of the SHA-256 of Python's
 * `json.dumps(value, sort_keys=True)`. JavaScript cannot tell `1.0` from `1`, so data with integral floats differs.
 */
export function externalDatasetId(datapoints: readonly unknown[]): string {
  return `EXT-${digest(pythonJson(datapoints))}`;
}

/**
 * The id of a datapoint: its own, or one made of its content and of how many equal ones came before it. Inserting or
 * moving a row changes no other row's id.
 */
export function externalDatapointId(datapoint: unknown, occurrence: number): string {
  return `EXT-${digest(pythonJson(datapoint) + String(occurrence))}`;
}

/** Python's default JSON: sorted keys, `, ` and `: ` between parts, non-ASCII characters escaped. */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => pythonJson(item ?? null)).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const plain: unknown =
      "toJSON" in value && typeof value.toJSON === "function" ? value.toJSON() : value;
    if (plain !== value) return pythonJson(plain);
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .toSorted(([left], [right]) => (left < right ? -1 : Number(left > right)));
    return `{${entries.map(([key, item]) => `${quote(key)}: ${pythonJson(item)}`).join(", ")}}`;
  }
  if (typeof value === "string") return quote(value);
  if (typeof value === "number" && value !== 0 && Math.abs(value) < 1e-4) return exponential(value);
  return JSON.stringify(value) ?? "null";
}

/** Python switches to exponents earlier than JavaScript, and writes them with two digits. */
function exponential(value: number): string {
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
