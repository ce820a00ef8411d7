/** What a value became on its way to the wire. */
export interface Serialised {
  /** JSON text. */
  readonly text: string;
  /** Size before truncation, in UTF-16 units; equal to `text.length` when nothing was cut. */
  readonly fullLength: number;
  readonly isTruncated: boolean;
}

/**
 * Turns any value into JSON text of at most about `maxLength` UTF-16 units and never throws: cycles, bigints, functions,
 * throwing getters and exotic objects become readable marks instead.
 */
export function serialise(value: unknown, maxLength: number): Serialised {
  const text = toJsonText(value);
  if (text.length <= maxLength) return { text, fullLength: text.length, isTruncated: false };
  const marker = {
    _truncated: true,
    _length: text.length,
    _preview: text.slice(0, Math.max(0, maxLength - 80)),
  };
  return { text: JSON.stringify(marker), fullLength: text.length, isTruncated: true };
}

function toJsonText(value: unknown): string {
  try {
    const text = JSON.stringify(value);
    // `{}` may be an empty object, or a Map, a Set or an Error that lost its content.
    if (text !== undefined && !text.includes("{}")) return text;
  } catch {
    // Cycles, bigints and throwing getters take the careful way.
  }
  try {
    return JSON.stringify(toPlain(value, [])) ?? "null";
  } catch (error) {
    return JSON.stringify(`[Unserialisable: ${describe(error)}]`);
  }
}

const maxDepth = 200;

function toPlain(value: unknown, ancestors: readonly object[]): unknown {
  switch (typeof value) {
    case "bigint":
      return value.toString();
    case "function":
      return `[Function ${value.name || "anonymous"}]`;
    case "symbol":
      return value.toString();
    case "undefined":
      return undefined;
    case "object":
      return value === null ? null : objectToPlain(value, ancestors);
    default:
      return value;
  }
}

function objectToPlain(value: object, ancestors: readonly object[]): unknown {
  if (ancestors.includes(value)) return "[Circular]";
  if (ancestors.length > maxDepth) return "[Too deep]";
  const path = [...ancestors, value];
  try {
    if (value instanceof Error) return errorToPlain(value, path);
    if (value instanceof Map) {
      return toPlain(
        [...value].map(([key, item]) => [key, item]),
        path,
      );
    }
    if (value instanceof Set) return toPlain([...value], path);
    if (ArrayBuffer.isView(value)) return `[${value.constructor.name}: ${value.byteLength} bytes]`;
    if (value instanceof ArrayBuffer) return `[ArrayBuffer: ${value.byteLength} bytes]`;
    if ("toJSON" in value && typeof value.toJSON === "function") {
      return toPlain(value.toJSON(), path);
    }
  } catch (error) {
    return `[Throws: ${describe(error)}]`;
  }
  if (Array.isArray(value)) return value.map((item) => toPlain(item, path) ?? null);
  return Object.fromEntries(
    Object.keys(value).map((key) => [key, toPlain(readProperty(value, key), path)]),
  );
}

function errorToPlain(error: Error, path: readonly object[]): unknown {
  return {
    name: error.name,
    message: error.message,
    ...(error.cause === undefined ? {} : { cause: toPlain(error.cause, path) }),
  };
}

function readProperty(owner: object, key: string): unknown {
  try {
    return (owner as Readonly<Record<string, unknown>>)[key];
  } catch (error) {
    return `[Throws: ${describe(error)}]`;
  }
}

function describe(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    // An error whose own message cannot be read.
    return "unknown error";
  }
}
