import { messageOf, readProperty, throwMark } from "./read-property.js";

const maxDepth = 200;

/** Text of a value, and how much of its texts was left unread because it would be cut anyway. */
export interface MarkedJson {
  readonly text: string;
  readonly unreadLength: number;
}

/** JSON text of any value, with readable marks for what JSON cannot hold; a little more than `maxLength` of it at least. Never throws. */
export function toMarkedJson(value: unknown, maxLength: number): MarkedJson {
  const walk = { ancestors: new Set<object>(), remaining: maxLength + 1, unreadLength: 0 };
  try {
    const text = JSON.stringify(toPlain(value, walk)) ?? "null";
    return { text, unreadLength: walk.unreadLength };
  } catch (error) {
    return { text: JSON.stringify(`[Unserialisable: ${messageOf(error)}]`), unreadLength: 0 };
  }
}

interface Walk {
  readonly ancestors: Set<object>;
  /**
   * At least this much text fits. Objects that know each other have more paths than can be walked: what would be cut
   * anyway is not even read.
   */
  remaining: number;
  unreadLength: number;
}

function toPlain(value: unknown, walk: Walk): unknown {
  const plain = typeof value === "object" && value !== null ? objectToPlain(value, walk) : value;
  switch (typeof plain) {
    case "string":
      return beginningOf(plain, walk);
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

function beginningOf(text: string, walk: Walk): string {
  const kept = text.length > walk.remaining ? text.slice(0, Math.max(0, walk.remaining)) : text;
  walk.unreadLength += text.length - kept.length;
  walk.remaining -= kept.length + 2;
  return kept;
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
  if (value instanceof Map || value instanceof Set) return plainItems(value, walk);
  if (ArrayBuffer.isView(value)) return `[${value.constructor.name}: ${value.byteLength} bytes]`;
  if (value instanceof ArrayBuffer) return `[ArrayBuffer: ${value.byteLength} bytes]`;
  if ("toJSON" in value && typeof value.toJSON === "function") return toPlain(value.toJSON(), walk);
  if (Array.isArray(value)) return plainItems(itemsOf(value), walk);
  const kind = kindOf(value);
  const scalar: unknown = boxes.has(kind) ? value.valueOf() : value;
  // Objects may say of themselves that they are boxes.
  if (typeof scalar !== "object") return scalar;
  const told = toldParts.get(kind);
  if (told?.every((key) => key in value)) return plainEntries(partsOf(value, told), walk);
  if (kind === "Object" || Object.keys(value).length > 0) return plainEntries(value, walk);
  return kind === "RegExp" ? String(value) : `[${kind}]`;
}

/** What the engine wraps around scalars, as in `new String("x")` and `Object(1n)`. */
const boxes: ReadonlySet<string> = new Set(["BigInt", "Boolean", "Number", "String", "Symbol"]);

/** Of what `fetch` asks and answers: headers may have secrets, and the body is for whoever reads it. */
const toldParts: ReadonlyMap<string, readonly string[]> = new Map([
  ["Request", ["method", "url"]],
  ["Response", ["status", "url"]],
]);

/** Answers that a program makes have an empty address. */
function partsOf(value: object, keys: readonly string[]): object {
  const parts = keys.map((key) => [key, readProperty(value, key)] as const);
  return Object.fromEntries(parts.filter(([, part]) => part !== ""));
}

function plainItems(items: Iterable<unknown>, walk: Walk): unknown[] {
  const plain: unknown[] = [];
  for (const item of items) {
    if (walk.remaining <= 0) break;
    plain.push(toPlain(item, walk) ?? null);
  }
  return plain;
}

function* itemsOf(list: readonly unknown[]): Generator<unknown> {
  for (let index = 0; index < list.length; index++) yield readProperty(list, index);
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

/** `NaN` and the infinities, which JSON would make `null`. */
export function numberMark(value: number): string {
  return `[${value}]`;
}

/** Of any realm: Node's own are not those of jest's tests. */
function isError(value: object): value is Error {
  return value instanceof Error || kindOf(value) === "Error";
}

/** `Map`, `WeakMap`, `Headers`: what an object says that it is, `Object` for most. */
function kindOf(value: object): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -"]".length);
}
