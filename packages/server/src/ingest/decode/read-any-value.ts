import type { BinaryReader } from "@bufbuild/protobuf/wire";

import { setOwn } from "../../lib/json.js";
import { MalformedOtlpError } from "../malformed-otlp-error.js";
import { readMessage } from "./read-fields.js";

const maxDepth = 64;

/** Reads a `KeyValue` message into `into`; of two values for one key the last wins, as everywhere in OTLP. */
export function readKeyValue(
  message: BinaryReader,
  into: Record<string, unknown>,
  depth = 0,
): void {
  let key = "";
  let value: unknown = null;
  readMessage(message, (field, reader) => {
    if (field === 1) key = reader.string();
    else if (field === 2) value = readAnyValue(reader, depth);
    else return false;
    return true;
  });
  setOwn(into, key, value);
}

export function readAnyValue(message: BinaryReader, depth = 0): unknown {
  if (depth > maxDepth) throw new MalformedOtlpError(`A value is nested deeper than ${maxDepth}.`);
  let value: unknown = null;
  readMessage(message, (field, reader) => {
    if (field === 1) value = reader.string();
    else if (field === 2) value = reader.bool();
    else if (field === 3) value = toSafeInteger(BigInt(reader.int64()));
    else if (field === 4) value = toFiniteNumber(reader.double());
    else if (field === 5) value = readArray(reader, depth + 1);
    else if (field === 6) value = readKeyValueList(reader, depth + 1);
    else if (field === 7) value = Buffer.from(reader.bytes()).toString("base64");
    else return false;
    return true;
  });
  return value;
}

function readArray(message: BinaryReader, depth: number): unknown[] {
  const values: unknown[] = [];
  readMessage(message, (field, reader) => {
    if (field !== 1) return false;
    values.push(readAnyValue(reader, depth));
    return true;
  });
  return values;
}

function readKeyValueList(message: BinaryReader, depth: number): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  readMessage(message, (field, reader) => {
    if (field !== 1) return false;
    readKeyValue(reader, object, depth);
    return true;
  });
  return object;
}

/** An integer that a JavaScript number cannot hold is kept as text. */
export function toSafeInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** What JSON has no number for is kept as the text that protobuf's JSON has for it. */
export function toFiniteNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
