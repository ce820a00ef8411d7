import { BinaryReader } from "@bufbuild/protobuf/wire";

/** Visits every field of a message; a field that `visit` does not take (returns false) is skipped. */
export function readFields(
  bytes: Uint8Array,
  visit: (field: number, reader: BinaryReader) => boolean,
): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    if (!visit(field, reader)) reader.skip(wireType, field);
  }
}
