import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";

import { MalformedOtlpError } from "../malformed-otlp-error.js";
import { readKeyValue } from "./read-any-value.js";
import { readFields } from "./read-fields.js";

/** The length-delimited values of one field. They share memory with `bytes`. */
export function* messagesIn(bytes: Uint8Array, wantedField: number): Generator<Uint8Array> {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (field !== wantedField) reader.skip(wireType, field);
    else if (wireType === WireType.LengthDelimited) yield reader.bytes();
    else throw new MalformedOtlpError(`Field ${field} is not a message.`);
  }
}

export function readAttributes(
  bytes: Uint8Array,
  wantedField: number,
  into: Record<string, unknown>,
): void {
  readFields(bytes, (field, reader) => {
    if (field !== wantedField) return false;
    readKeyValue(reader, into);
    return true;
  });
}

export function readScope(bytes: Uint8Array): { name: string; version: string } {
  const scope = { name: "", version: "" };
  readFields(bytes, (field, reader) => {
    if (field === 1) scope.name = reader.string();
    else if (field === 2) scope.version = reader.string();
    else return false;
    return true;
  });
  return scope;
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

/** Whatever the reader throws means that the body is not what its content type says. */
export function toMalformed(error: unknown): MalformedOtlpError {
  if (error instanceof MalformedOtlpError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new MalformedOtlpError(message, { cause: error });
}
