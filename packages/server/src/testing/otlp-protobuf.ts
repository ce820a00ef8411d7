import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import type { JsonObject } from "@honeyhive/contract";

export interface ProtobufSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name?: string;
  readonly kind?: number;
  readonly startNs?: bigint;
  readonly endNs?: bigint;
  readonly attributes?: JsonObject;
  readonly events?: readonly { readonly name: string; readonly attributes: JsonObject }[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status?: { readonly code: number; readonly message: string };
}

/** A binary OTLP request, field by field as opentelemetry-proto numbers them. */
export function otlpProtobuf(
  spans: readonly ProtobufSpan[],
  resource: JsonObject = {},
): Uint8Array<ArrayBuffer> {
  const request = message(1, (resourceSpans) => {
    // After the spans, which is unusual and allowed.
    message(
      2,
      (scopeSpans) => {
        message(1, (scope) => text(scope, 1, "scope"), scopeSpans);
        for (const span of spans) message(2, (writer) => writeSpan(writer, span), scopeSpans);
        // A field of a later version of the protocol.
        text(scopeSpans, 99, "from the future");
      },
      resourceSpans,
    );
    message(1, (writer) => writeAttributes(writer, 1, resource), resourceSpans);
  });
  return new Uint8Array(request.finish());
}

function writeSpan(writer: BinaryWriter, span: ProtobufSpan): void {
  id(writer, 1, span.traceId);
  id(writer, 2, span.spanId);
  if (span.parentSpanId !== undefined) id(writer, 4, span.parentSpanId);
  text(writer, 5, span.name ?? "span");
  writer.tag(6, WireType.Varint).int32(span.kind ?? 1);
  writer.tag(7, WireType.Bit64).fixed64(span.startNs ?? 1_780_000_000_000_000_000n);
  writer.tag(8, WireType.Bit64).fixed64(span.endNs ?? 1_780_000_000_010_000_000n);
  writeAttributes(writer, 9, span.attributes ?? {});
  for (const event of span.events ?? []) {
    message(
      11,
      (inner) => {
        inner.tag(1, WireType.Bit64).fixed64(5n);
        text(inner, 2, event.name);
        writeAttributes(inner, 3, event.attributes);
      },
      writer,
    );
  }
  for (const link of span.links ?? []) {
    message(
      13,
      (inner) => {
        id(inner, 1, link.traceId);
        id(inner, 2, link.spanId);
      },
      writer,
    );
  }
  const { status } = span;
  if (status === undefined) return;
  message(
    15,
    (inner) => {
      text(inner, 2, status.message);
      inner.tag(3, WireType.Varint).int32(status.code);
    },
    writer,
  );
}

function writeAttributes(writer: BinaryWriter, field: number, attributes: JsonObject): void {
  for (const [key, value] of Object.entries(attributes)) {
    message(
      field,
      (pair) => {
        text(pair, 1, key);
        message(2, (inner) => writeAnyValue(inner, value), pair);
      },
      writer,
    );
  }
}

function writeAnyValue(writer: BinaryWriter, value: unknown): void {
  if (typeof value === "string") text(writer, 1, value);
  else if (typeof value === "boolean") writer.tag(2, WireType.Varint).bool(value);
  else if (typeof value === "bigint") writer.tag(3, WireType.Varint).int64(value);
  else if (typeof value === "number" && Number.isInteger(value)) {
    writer.tag(3, WireType.Varint).int64(value);
  } else if (typeof value === "number") writer.tag(4, WireType.Bit64).double(value);
  else if (value instanceof Uint8Array) writer.tag(7, WireType.LengthDelimited).bytes(value);
  else if (Array.isArray(value)) {
    message(
      5,
      (list) => {
        for (const item of value) message(1, (inner) => writeAnyValue(inner, item), list);
      },
      writer,
    );
  } else if (typeof value === "object" && value !== null) {
    message(6, (list) => writeAttributes(list, 1, { ...value }), writer);
  }
}

function message(
  field: number,
  write: (writer: BinaryWriter) => void,
  writer = new BinaryWriter(),
): BinaryWriter {
  writer.tag(field, WireType.LengthDelimited).fork();
  write(writer);
  return writer.join();
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function id(writer: BinaryWriter, field: number, hex: string): void {
  writer.tag(field, WireType.LengthDelimited).bytes(Buffer.from(hex, "hex"));
}
