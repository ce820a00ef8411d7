import { isPlainObject } from "./is-plain-object.js";

export interface CopyLimits {
  /** Entries of objects and lists, in all. */
  readonly maxParts: number;
  readonly maxDepth: number;
}

const noLimits: CopyLimits = { maxParts: Infinity, maxDepth: Infinity };

/**
 * A copy of what JSON can hold, in depth. Whatever a copy would not be equal to is the same in it: instances of classes,
 * functions, streams, objects with properties that are not listed. So is the value as a whole where it passes the limits;
 * without limits it has to have an end.
 */
export function copyPlain<Value>(value: Value, limits = noLimits): Value {
  if (typeof value !== "object" || value === null) return value;
  const room = { parts: limits.maxParts };
  const copied = copyPart(value, room, limits.maxDepth);
  // Copies have what the originals have.
  return room.parts < 0 ? value : (copied as Value);
}

interface Room {
  /** Below zero where there are more than may be copied. */
  parts: number;
}

function copyPart(value: object, room: Room, levels: number): unknown {
  if (levels === 0) room.parts = -1;
  if (Array.isArray(value)) return copyList(value, room, levels);
  if (!isPlainObject(value)) return value;
  const copied: Record<string, unknown> = { ...value };
  const keys = Object.keys(copied);
  if (keys.length !== Object.getOwnPropertyNames(value).length) return value;
  room.parts -= keys.length;
  for (const key of keys) {
    if (room.parts < 0) return value;
    const inner = copied[key];
    if (typeof inner === "object" && inner !== null) {
      copied[key] = copyPart(inner, room, levels - 1);
    }
  }
  return copied;
}

function copyList(list: readonly unknown[], room: Room, levels: number): unknown {
  room.parts -= list.length;
  // Matches of expressions have properties, too, and lists may have gaps.
  if (room.parts < 0 || Object.keys(list).length !== list.length) return list;
  // One of this realm, wherever the list is from.
  const copied: unknown[] = Array.prototype.slice.call(list);
  for (const [index, inner] of copied.entries()) {
    if (room.parts < 0) return list;
    if (typeof inner === "object" && inner !== null) {
      copied[index] = copyPart(inner, room, levels - 1);
    }
  }
  return copied;
}
