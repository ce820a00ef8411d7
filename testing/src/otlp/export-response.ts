import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";

export interface ExportOutcome {
  readonly isJson: boolean;
  readonly rejectedSpans: number;
  readonly message: string;
}

/** An `ExportTraceServiceResponse`, in the encoding of the request. */
export function toExportResponse({ isJson, rejectedSpans, message }: ExportOutcome): Response {
  const isPartial = rejectedSpans > 0 || message !== "";
  if (isJson) {
    return Response.json(
      isPartial
        ? { partialSuccess: { rejectedSpans: `${rejectedSpans}`, errorMessage: message } }
        : {},
    );
  }
  const writer = new BinaryWriter();
  if (isPartial) {
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.Varint).int64(rejectedSpans);
    writer.tag(2, WireType.LengthDelimited).string(message);
    writer.join();
  }
  return new Response(Buffer.from(writer.finish()), {
    headers: { "content-type": "application/x-protobuf" },
  });
}
