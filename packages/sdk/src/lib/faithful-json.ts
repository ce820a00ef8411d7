/** Deeper values take the careful way, and so do those that contain themselves. */
const maxDepth = 2000;

/**
 * JSON text of a value that JSON can hold; undefined where something would be lost (maps, errors, bytes, odd numbers), and
 * for what is longer than `maxLength`: that is found out before any of it is written. Never throws.
 */
export function toFaithfulJson(value: unknown, maxLength = Infinity): string | undefined {
  try {
    return isFaithful(value, { left: maxLength }, maxDepth) ? JSON.stringify(value) : undefined;
  } catch {
    // Getters that throw, proxies that refuse, and what is too much for the engine.
    return undefined;
  }
}

/** How much text there is room for. What is looked at counts with the least that it takes. */
interface Room {
  left: number;
}

function isFaithful(value: unknown, room: Room, levels: number): boolean {
  switch (typeof value) {
    case "string":
      return (room.left -= value.length) >= 0;
    case "number":
      return Number.isFinite(value);
    case "bigint":
      return false;
    case "object":
      return value === null || isFaithfulObject(value, room, levels - 1);
    default:
      return true;
  }
}

function isFaithfulObject(value: object, room: Room, levels: number): boolean {
  if (levels < 0) return false;
  if (Array.isArray(value)) return isFaithfulList(value, room, levels);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    if (value instanceof Date) return true;
    // Maps, errors and bytes tell what they are, those of other realms too. What `toJSON` gives is not known yet.
    if ("toJSON" in value || Object.prototype.toString.call(value) !== "[object Object]") {
      return false;
    }
  }
  // Without a list of the keys, as it is asked of every captured value.
  for (const key in value) {
    const part = (value as Readonly<Record<string, unknown>>)[key];
    room.left -= key.length + 1;
    if (room.left < 0 || !isFaithful(part, room, levels)) return false;
    if (typeof part === "function" && key === "toJSON") return false;
  }
  return true;
}

function isFaithfulList(list: readonly unknown[], room: Room, levels: number): boolean {
  room.left -= list.length;
  if (room.left < 0) return false;
  for (const part of list) if (!isFaithful(part, room, levels)) return false;
  return true;
}
