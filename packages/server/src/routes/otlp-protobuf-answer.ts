import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

/** A binary `ExportTraceServiceResponse`; empty when every span was taken. */
export function protobufAnswer(rejections: readonly string[]): Response {
  const writer = new BinaryWriter();
  if (rejections.length > 0) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Varint).int64(rejections.length);
    writer.tag(2, WireType.LengthDelimited).string(rejections[0] ?? "");
    writer.join();
  }
  return new Response(writer.finish(), { headers: { "content-type": "application/x-protobuf" } });
}
