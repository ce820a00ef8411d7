import { isJsonObject } from "../lib/json.js";
import type { Random } from "@honeyhive/testing";

/** The bytes with one to four things wrong with them: flipped, cut out, doubled, moved, or very long lengths. */
export function damageBytes(random: Random, whole: Uint8Array): Uint8Array {
  let bytes: Uint8Array = Uint8Array.from(whole);
  for (let count = 1 + random.below(4); count > 0; count--) {
    bytes = random.pick(byteDamages)(random, bytes);
  }
  return bytes;
}

type ByteDamage = (random: Random, bytes: Uint8Array) => Uint8Array;

const byteDamages: readonly ByteDamage[] = [
  flip,
  flip,
  flip,
  (random, bytes) => bytes.subarray(0, random.below(bytes.length)),
  (random, bytes) => splice(bytes, random.below(bytes.length), random.below(8), []),
  (random, bytes) => splice(bytes, random.below(bytes.length), 0, [random.below(256)]),
  (random, bytes) => splice(bytes, random.below(bytes.length), 1, endlessLength),
  (random, bytes) => {
    const from = random.below(bytes.length);
    const part = bytes.subarray(from, from + random.below(64));
    return splice(bytes, random.below(bytes.length), 0, [...part]);
  },
];

const endlessLength = [0xff, 0xff, 0xff, 0xff, 0x0f];

function flip(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length);
  return bytes.map((byte, index) => (index === at ? byte ^ (1 << random.below(8)) : byte));
}

function splice(
  bytes: Uint8Array,
  at: number,
  removed: number,
  added: readonly number[],
): Uint8Array {
  return Uint8Array.from([...bytes.subarray(0, at), ...added, ...bytes.subarray(at + removed)]);
}

/** The JSON with values of other kinds in one to four places; sometimes its text is damaged as well. */
export function damageJson(random: Random, whole: unknown): Uint8Array {
  let value = whole;
  for (let count = 1 + random.below(4); count > 0; count--) value = damageValue(random, value);
  const text = Buffer.from(JSON.stringify(value) ?? "");
  return random.chance(0.3) ? damageBytes(random, text) : text;
}

function damageValue(random: Random, value: unknown): unknown {
  const isLeaf = typeof value !== "object" || value === null;
  if (isLeaf || random.chance(0.05)) return random.pick(strangers)(random, value);
  const keys = Object.keys(value);
  if (keys.length === 0) return random.pick(strangers)(random, value);
  const key = random.pick(keys);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) =>
      String(index) === key ? damageValue(random, item) : item,
    );
  }
  if (!isJsonObject(value)) return value;
  const name = random.chance(0.1) ? random.pick(names) : key;
  return { ...value, [name]: damageValue(random, value[key]) };
}

const names = ["__proto__", "constructor", "", "stringValue", "traceId", "0", "kvlistValue"];

const strangers: readonly ((random: Random, value: unknown) => unknown)[] = [
  () => null,
  () => true,
  () => -1,
  () => 1e300,
  () => "",
  () => "NaN",
  () => "\ud800",
  () => "9".repeat(400),
  () => [],
  () => ({}),
  (_random, value) => [value, value],
  (_random, value) => ({ value }),
  (_random, value) => ({ stringValue: value, intValue: "x" }),
  (_random, value) => ({ kvlistValue: { values: [{ key: "k", value }] } }),
  (_random, value) => String(value),
];
