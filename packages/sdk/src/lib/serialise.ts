/** What a value became on its way to the wire. */
export interface Serialised {
  /** JSON text. */
  readonly text: string;
  /** Size before truncation, in UTF-16 units, as far as it was read; `text.length` when nothing was cut. */
  readonly fullLength: number;
  readonly isTruncated: boolean;
}

/**
 * Turns any value into JSON text of at most about `maxLength` UTF-16 units and never throws: cycles, bigints, functions,
 * throwing getters and exotic objects become readable marks instead.
 */
export function serialise(value: unknown, maxLength: number): Serialised {
  const text = toJsonText(value, maxLength);
  if (text.length <= maxLength) return { text, fullLength: text.length, isTruncated: false };
  return { text: cut(text, maxLength), fullLength: text.length, isTruncated: true };
}

/** What people are shown of a value: dates, big numbers and marks without the quotes that JSON has around them. */
export function withoutQuotes(json: string): string {
  return json.startsWith('"') ? String(JSON.parse(json)) : json;
}

/** Reads a property of a value that may refuse: then a mark of the refusal. */
export function readProperty(owner: object, key: PropertyKey): unknown {
  try {
    return (owner as Readonly<Record<PropertyKey, unknown>>)[key];
  } catch (error) {
    return throwMark(error);
  }
}

const markerLength = 80;

function cut(text: string, maxLength: number): string {
  const room = Math.max(0, maxLength - markerLength);
  let preview = text.slice(0, room);
  // Quotes and control characters of the text are escaped a second time.
  for (let size = quotedLength(preview); size > room && size > 2; size = quotedLength(preview)) {
    preview = preview.slice(0, Math.floor(preview.length * Math.min(0.95, room / size)));
  }
  return JSON.stringify({ _truncated: true, _length: text.length, _preview: preview });
}

function quotedLength(text: string): number {
  return JSON.stringify(text).length;
}

/** JSON text of a value that JSON can hold, as long as it is; undefined where something would be lost. Never throws. */
export function toFaithfulJson(value: unknown): string | undefined {
  try {
    // Of what an error says, JSON has what was added to it alone.
    if (isError(value)) return undefined;
    const text = JSON.stringify(value);
    // `{}` may be an empty object, or a Map, a Set or an Error that lost its content; `null` a number that JSON lacks.
    const isFaithful =
      text !== undefined && (!text.includes("{}") || (text === "{}" && isEmpty(value)));
    if (!isFaithful || (holdsNull(text) && holdsOddNumber(value))) return undefined;
    return holdsObject(text) && holdsError(value) ? undefined : text;
  } catch {
    // Cycles, bigints and throwing getters take the careful way.
    return undefined;
  }
}

function toJsonText(value: unknown, maxLength: number): string {
  const text = toFaithfulJson(value);
  if (text !== undefined) return text;
  try {
    const walk = { ancestors: new Set<object>(), remaining: maxLength + 1 };
    return JSON.stringify(toPlain(value, walk)) ?? "null";
  } catch (error) {
    return JSON.stringify(`[Unserialisable: ${describe(error)}]`);
  }
}

/** Usual where there is no metadata, and known at once. */
function isEmpty(value: unknown): boolean {
  return (
    Object.getPrototypeOf(value) === Object.prototype && Object.keys(Object(value)).length === 0
  );
}

/** Whether JSON text has a `null` of its own. Searched for with what precedes it: prose is full of the letter n. */
function holdsNull(text: string): boolean {
  return (
    text.includes(":null") || text.includes(",null") || text.includes("[null") || text === "null"
  );
}

/** Whether JSON text may have an object within another value: without one nothing needs to be looked through. */
function holdsObject(text: string): boolean {
  return text.includes(":{") || text.includes("[{") || text.includes(",{");
}

/** Only asked of what JSON could write: it has an end. Without lists of keys, as it is asked of every answer. */
function holdsError(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) {
    for (const part of value) if (holdsError(part)) return true;
    return false;
  }
  if (isError(value)) return true;
  for (const key in value) {
    const part = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof part === "object" && part !== null && holdsError(part)) return true;
  }
  return false;
}

/** Of any realm: Node's own are not those of jest's tests. */
function isError(value: unknown): value is Error {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype) return false;
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

/** `NaN` and the infinities, which JSON would make `null`. */
export function numberMark(value: number): string {
  return `[${value}]`;
}

/** Only asked of what JSON could write: it has an end. */
function holdsOddNumber(value: unknown): boolean {
  if (typeof value === "number") return !Number.isFinite(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsOddNumber);
}

const maxDepth = 200;

interface Walk {
  readonly ancestors: Set<object>;
  /**
   * At least this much text fits. Objects that know each other have more paths than can be walked: what would be cut
   * anyway is not even read.
   */
  remaining: number;
}

function toPlain(value: unknown, walk: Walk): unknown {
  const plain = typeof value === "object" && value !== null ? objectToPlain(value, walk) : value;
  switch (typeof plain) {
    case "string":
      walk.remaining -= plain.length + 2;
      return plain;
    case "bigint":
      return toPlain(plain.toString(), walk);
    case "function":
      return toPlain(functionMark(plain), walk);
    case "symbol":
      return toPlain(plain.toString(), walk);
    case "number":
      walk.remaining -= 1;
      return Number.isFinite(plain) ? plain : toPlain(numberMark(plain), walk);
    default:
      walk.remaining -= 1;
      return plain;
  }
}

function objectToPlain(value: object, walk: Walk): unknown {
  if (walk.remaining <= 0) return "[…]";
  if (walk.ancestors.has(value)) return "[Circular]";
  if (walk.ancestors.size > maxDepth) return "[Too deep]";
  walk.ancestors.add(value);
  try {
    return plainContent(value, walk);
  } catch (error) {
    return throwMark(error);
  } finally {
    walk.ancestors.delete(value);
  }
}

function plainContent(value: object, walk: Walk): unknown {
  if (isError(value)) return plainEntries(errorParts(value), walk);
  if (value instanceof Map) return plainItems([...value], walk);
  if (value instanceof Set) return plainItems([...value], walk);
  if (ArrayBuffer.isView(value)) return `[${value.constructor.name}: ${value.byteLength} bytes]`;
  if (value instanceof ArrayBuffer) return `[ArrayBuffer: ${value.byteLength} bytes]`;
  if ("toJSON" in value && typeof value.toJSON === "function") return toPlain(value.toJSON(), walk);
  return Array.isArray(value) ? plainItems(value, walk) : plainEntries(value, walk);
}

function plainItems(items: readonly unknown[], walk: Walk): unknown[] {
  const plain: unknown[] = [];
  for (let index = 0; index < items.length && walk.remaining > 0; index++) {
    plain.push(toPlain(readProperty(items, index), walk) ?? null);
  }
  return plain;
}

function plainEntries(owner: object, walk: Walk): object {
  const entries: [string, unknown][] = [];
  for (const key of Object.keys(owner)) {
    if (walk.remaining <= 0) break;
    const value = toPlain(readProperty(owner, key), walk);
    if (value !== undefined) walk.remaining -= key.length + 3;
    entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}

/** With codes and the like, but without the requests, answers and secrets that clients add to their errors. */
function errorParts(error: Error): object {
  const added = Object.keys(error).flatMap((key) => {
    const value = readProperty(error, key);
    return typeof value === "object" || typeof value === "function" ? [] : [[key, value] as const];
  });
  const { name, message, cause } = error;
  const errors = "errors" in error && Array.isArray(error.errors) ? error.errors : undefined;
  return {
    ...Object.fromEntries([["name", name], ["message", message], ...added]),
    ...(errors === undefined ? {} : { errors }),
    ...(cause === undefined ? {} : { cause }),
  };
}

function functionMark(value: object): string {
  const name = readProperty(value, "name");
  return typeof name === "string" ? `[Function ${name || "anonymous"}]` : "[Function]";
}

function throwMark(error: unknown): string {
  return `[Throws: ${describe(error)}]`;
}

function describe(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    // An error whose own message cannot be read.
    return "unknown error";
  }
}
