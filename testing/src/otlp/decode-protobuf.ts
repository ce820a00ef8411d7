import { BinaryReader, type WireType } from "@bufbuild/protobuf/wire";

type Scalar =
  | "string"
  | "bytes"
  | "hex"
  | "bool"
  | "int64"
  | "double"
  | "uint32"
  | "fixed32"
  | "fixed64";

interface Field {
  readonly name: string;
  readonly type: Scalar | Message;
  readonly isRepeated: boolean;
}

/** Fields by number. Messages that contain themselves are functions. */
type Message = () => Readonly<Record<number, Field>>;

const one = (name: string, type: Scalar | Message): Field => ({ name, type, isRepeated: false });
const many = (name: string, type: Scalar | Message): Field => ({ name, type, isRepeated: true });

const anyValue: Message = () => ({
  1: one("stringValue", "string"),
  2: one("boolValue", "bool"),
  3: one("intValue", "int64"),
  4: one("doubleValue", "double"),
  5: one("arrayValue", () => ({ 1: many("values", anyValue) })),
  6: one("kvlistValue", () => ({ 1: many("values", keyValue) })),
  7: one("bytesValue", "bytes"),
});
const keyValue: Message = () => ({ 1: one("key", "string"), 2: one("value", anyValue) });
const resource: Message = () => ({
  1: many("attributes", keyValue),
  2: one("droppedAttributesCount", "uint32"),
});
const scope: Message = () => ({
  1: one("name", "string"),
  2: one("version", "string"),
  3: many("attributes", keyValue),
  4: one("droppedAttributesCount", "uint32"),
});
const event: Message = () => ({
  1: one("timeUnixNano", "fixed64"),
  2: one("name", "string"),
  3: many("attributes", keyValue),
  4: one("droppedAttributesCount", "uint32"),
});
const link: Message = () => ({
  1: one("traceId", "hex"),
  2: one("spanId", "hex"),
  3: one("traceState", "string"),
  4: many("attributes", keyValue),
  5: one("droppedAttributesCount", "uint32"),
  6: one("flags", "fixed32"),
});
const status: Message = () => ({ 2: one("message", "string"), 3: one("code", "uint32") });
const span: Message = () => ({
  1: one("traceId", "hex"),
  2: one("spanId", "hex"),
  3: one("traceState", "string"),
  4: one("parentSpanId", "hex"),
  5: one("name", "string"),
  6: one("kind", "uint32"),
  7: one("startTimeUnixNano", "fixed64"),
  8: one("endTimeUnixNano", "fixed64"),
  9: many("attributes", keyValue),
  10: one("droppedAttributesCount", "uint32"),
  11: many("events", event),
  12: one("droppedEventsCount", "uint32"),
  13: many("links", link),
  14: one("droppedLinksCount", "uint32"),
  15: one("status", status),
  16: one("flags", "fixed32"),
});
const scopeSpans: Message = () => ({
  1: one("scope", scope),
  2: many("spans", span),
  3: one("schemaUrl", "string"),
});
const resourceSpans: Message = () => ({
  1: one("resource", resource),
  2: many("scopeSpans", scopeSpans),
  3: one("schemaUrl", "string"),
});
const exportRequest: Message = () => ({ 1: many("resourceSpans", resourceSpans) });

/** Decodes an `ExportTraceServiceRequest` into the shape of OTLP's JSON. Throws on fields it does not know. */
export function decodeProtobuf(bytes: Uint8Array): unknown {
  return readMessage(new BinaryReader(bytes), exportRequest, bytes.length);
}

function readMessage(reader: BinaryReader, message: Message, length: number): unknown {
  const fields = message();
  const single: Record<string, unknown> = {};
  const repeated: Record<string, unknown[]> = {};
  const end = reader.pos + length;
  while (reader.pos < end) {
    const [number, wireType] = reader.tag();
    const field = fields[number];
    if (field === undefined) throw new Error(`Unknown field ${number} of wire type ${wireType}.`);
    const value = readValue(reader, field.type, wireType);
    if (field.isRepeated) (repeated[field.name] ??= []).push(value);
    else single[field.name] = value;
  }
  if (reader.pos !== end) throw new Error("A message is longer than it says.");
  return { ...single, ...repeated };
}

function readValue(reader: BinaryReader, fieldType: Scalar | Message, wireType: WireType): unknown {
  expectWireType(fieldType, wireType);
  if (typeof fieldType === "function") return readMessage(reader, fieldType, reader.uint32());
  switch (fieldType) {
    case "string":
      return reader.string();
    case "bytes":
      return Buffer.from(reader.bytes()).toString("base64");
    case "hex":
      return Buffer.from(reader.bytes()).toString("hex");
    case "bool":
      return reader.bool();
    case "int64":
      return reader.int64().toString();
    case "double":
      return reader.double();
    case "uint32":
      return reader.uint32();
    case "fixed32":
      return reader.fixed32();
    case "fixed64":
      return reader.fixed64().toString();
    default:
      fieldType satisfies never;
      throw new Error(`Unknown type ${String(fieldType)}.`);
  }
}

const wireTypes: Readonly<Record<Scalar, WireType>> = {
  string: 2,
  bytes: 2,
  hex: 2,
  bool: 0,
  int64: 0,
  double: 1,
  uint32: 0,
  fixed32: 5,
  fixed64: 1,
};

function expectWireType(type: Scalar | Message, wireType: WireType): void {
  const expected = typeof type === "function" ? 2 : wireTypes[type];
  if (wireType !== expected) throw new Error(`Expected wire type ${expected}, got ${wireType}.`);
}
