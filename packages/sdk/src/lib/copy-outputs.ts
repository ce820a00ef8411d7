import { isPlainObject } from "./is-plain-object.js";

/** Beyond them copying takes longer than most evaluators. */
const maxParts = 10_000;
const maxDepth = 100;

/**
 * Outputs for one evaluator alone: what it changes in their lists and objects reaches nobody else. Whatever a copy would
 * not be equal to is the same in all of them: instances of classes, functions, streams, properties that are not listed.
 * So are the outputs as a whole where they refer to themselves, or have more than 10,000 parts or 100 levels.
 */
export function copyOutputs<Value>(outputs: Value): Value {
  if (typeof outputs !== "object" || outputs === null) return outputs;
  const room = { parts: maxParts };
  try {
    const copied = copyPart(outputs, room, maxDepth);
    // Copies have what the originals have.
    return room.parts < 0 ? outputs : (copied as Value);
  } catch {
    // A property throws when it is read.
    return outputs;
  }
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
    if (typeof inner === "object" && inner !== null)
      copied[key] = copyPart(inner, room, levels - 1);
  }
  return copied;
}

function copyList(list: readonly unknown[], room: Room, levels: number): unknown {
  room.parts -= list.length;
  // Matches of expressions have properties, too, and lists may have gaps.
  if (room.parts < 0 || Object.keys(list).length !== list.length) return list;
  const copied = list.slice();
  for (const [index, inner] of copied.entries()) {
    if (room.parts < 0) return list;
    if (typeof inner === "object" && inner !== null) {
      copied[index] = copyPart(inner, room, levels - 1);
    }
  }
  return copied;
}
