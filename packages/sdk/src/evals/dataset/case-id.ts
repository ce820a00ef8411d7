import { createHash, hash } from "node:crypto";

import { eventIdOfSpan } from "@honeyhive/contract";

const maxWaitingLength = 1 << 12;

/**
 * Ids of what no server holds, as the Python SDK computes them: `EXT-` and 16 hex digits of the SHA-256 of Python's
 * `json.dumps(value, sort_keys=True)`. JavaScript cannot tell `1.0` from `1`, so data with integral floats differs.
 */
export class ExternalDatasetId {
  private readonly hash = createHash("sha256");
  private separator = "[";
  /** Hashed together: calling for each costs more than hashing it. */
  private waiting = "";

  /** Adds the next datapoint, as `pythonJson` writes it. */
  add(text: string): void {
    this.waiting += this.separator + text;
    this.separator = ", ";
    if (this.waiting.length < maxWaitingLength) return;
    this.hash.update(this.waiting);
    this.waiting = "";
  }

  finish(): string {
    const opening = this.separator === "[" ? "[" : "";
    return `EXT-${this.hash.update(`${opening}${this.waiting}]`).digest("hex").slice(0, 16)}`;
  }
}

/**
 * The id of a datapoint that `pythonJson` has written, and of a number: Python's own ids take the index of the row, ours
 * how many equal ones came before it, so that inserting or moving a row changes no other row's id.
 */
export function externalDatapointId(text: string, position: number): string {
  return digest(text + String(position), "EXT-");
}

/** Tells contents apart: rows with the same id and another hash have been edited. */
export function contentHash(text: string): string {
  return digest(text);
}

/** The session of a trial: the same when a resumed run repeats a case that a killed process had begun. */
export function caseSessionId(runId: string, caseId: string, trial: number): string {
  const hex = hash("sha256", `${runId}:${trial}:${caseId}`);
  return eventIdOfSpan(hex.slice(0, 32), hex.slice(32, 48));
}

/** Python's default JSON: sorted keys, `, ` and `: ` between parts, non-ASCII characters escaped. */
export function pythonJson(value: unknown): string {
  // All at once: outside of strings there is nothing to escape.
  return unescapedJson(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Objects are most of it: what else there is is looked at elsewhere, so that the engine need not compile it with them. */
function unescapedJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return scalarJson(value);
  if (Array.isArray(value)) {
    return `[${value.map((item) => unescapedJson(item ?? null)).join(", ")}]`;
  }
  const plain: unknown =
    "toJSON" in value && typeof value.toJSON === "function" ? value.toJSON() : value;
  if (plain !== value) return unescapedJson(plain);
  let text = "";
  for (const key of sortedKeys(value)) {
    // They are its own keys.
    const item = (value as Readonly<Record<string, unknown>>)[key];
    if (item === undefined) continue;
    const json = typeof item === "string" ? JSON.stringify(item) : unescapedJson(item);
    text += `${text === "" ? "" : ", "}${JSON.stringify(key)}: ${json}`;
  }
  return `{${text}}`;
}

/** Most have them in their order: sorting takes more memory than all the rest. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  return keys.some((key, index) => index > 0 && key < (keys[index - 1] ?? "")) ? keys.sort() : keys;
}

function scalarJson(value: unknown): string {
  if (typeof value === "number" && value !== 0 && Math.abs(value) < 1e-4) return exponential(value);
  return JSON.stringify(value) ?? "null";
}

/** Python switches to exponents earlier than JavaScript, and writes them with two digits. */
function exponential(value: number): string {
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}

/** Joined of short parts, it is a text of its own: a longer part of the hash's would keep all of that. */
function digest(text: string, prefix = ""): string {
  const hex = hash("sha256", text);
  return [prefix, hex.slice(0, 12), hex.slice(12, 16)].join("");
}
