import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** A binary `Export…ServiceResponse`, which is the same for all signals; empty when everything was taken. */
export function protobufAnswer(rejectedCount: number, reason: string): Response {
  const writer = new BinaryWriter();
  if (rejectedCount > 0) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Varint).int64(rejectedCount);
    writer.tag(2, WireType.LengthDelimited).string(reason);
    writer.join();
  }
  return new Response(writer.finish(), { headers: { "content-type": "application/x-protobuf" } });
}
