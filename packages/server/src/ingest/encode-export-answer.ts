import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

import type { Rejections } from "./rejections.js";

/** A binary `Export…ServiceResponse`, which is the same for all signals; empty when everything was taken as it came. */
export function encodeExportAnswer({ count, firstReason }: Rejections): Uint8Array<ArrayBuffer> {
  const writer = new BinaryWriter();
  if (firstReason !== "") {
    writer.tag(1, WireType.LengthDelimited).fork();
    // With a reason and no count OTLP means a warning.
    if (count > 0) writer.tag(1, WireType.Varint).int64(count);
    writer.tag(2, WireType.LengthDelimited).string(firstReason);
    writer.join();
  }
  return new Uint8Array(writer.finish());
}
