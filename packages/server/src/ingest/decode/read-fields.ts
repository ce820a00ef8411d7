import { BinaryReader } from "@bufbuild/protobuf/wire";

import { MalformedOtlpError } from "../malformed-otlp-error.js";

/** Takes the value of a field; one that it does not take (returns false) is skipped. */
type Visit = (field: number, reader: BinaryReader) => boolean;

/** Visits every field of a message. */
export function readFields(bytes: Uint8Array, visit: Visit): void {
  const reader = new BinaryReader(bytes);
  visitUntil(reader, reader.len, visit);
}

/** Visits every field of the message that is the field's value: most are small, and need no reader of their own. */
export function readMessage(reader: BinaryReader, visit: Visit): void {
  const length = reader.uint32();
  visitUntil(reader, reader.pos + length, visit);
}

function visitUntil(reader: BinaryReader, end: number, visit: Visit): void {
  while (reader.pos < end) {
    const [field, wireType] = reader.tag();
    if (!visit(field, reader)) reader.skip(wireType, field);
  }
  if (reader.pos > end) throw new MalformedOtlpError("A field ends after the message it is in.");
}
