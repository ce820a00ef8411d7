type Scalar = "text" | "hex" | "boolean" | "number" | "int64" | "double" | "fixed32" | "fixed64";

interface Field {
  /** In OTLP's JSON. */
  readonly name: string;
  /** A scalar, or a message of `messages`. */
  readonly type: Scalar | { readonly message: string };
  readonly isRepeated: boolean;
}

type Fields = Readonly<Record<number, Field>>;

/** An encoded `ExportTraceServiceRequest` as OTLP's JSON: ids in hex, integers of 64 bits as text. */
export function toOtlpJson(request: Uint8Array): Buffer {
  const bytes = Buffer.from(request.buffer, request.byteOffset, request.byteLength);
  return Buffer.from(JSON.stringify(new Reader(bytes).message(messages.request, bytes.length)));
}

const scalar = (name: string, type: Scalar): Field => ({ name, type, isRepeated: false });
const one = (name: string, message = name): Field => ({
  name,
  type: { message },
  isRepeated: false,
});
const many = (name: string, message: string): Field => ({
  name,
  type: { message },
  isRepeated: true,
});

/** What the encoder writes, by field number. */
const messages: Readonly<Record<string, Fields>> & { readonly request: Fields } = {
  request: { 1: many("resourceSpans", "resourceSpans") },
  resourceSpans: { 1: one("resource"), 2: many("scopeSpans", "scopeSpans") },
  resource: { 1: many("attributes", "keyValue") },
  scopeSpans: { 1: one("scope"), 2: many("spans", "span") },
  scope: { 1: scalar("name", "text"), 2: scalar("version", "text") },
  span: {
    1: scalar("traceId", "hex"),
    2: scalar("spanId", "hex"),
    3: scalar("traceState", "text"),
    4: scalar("parentSpanId", "hex"),
    5: scalar("name", "text"),
    6: scalar("kind", "number"),
    7: scalar("startTimeUnixNano", "fixed64"),
    8: scalar("endTimeUnixNano", "fixed64"),
    9: many("attributes", "keyValue"),
    10: scalar("droppedAttributesCount", "number"),
    11: many("events", "event"),
    12: scalar("droppedEventsCount", "number"),
    13: many("links", "link"),
    14: scalar("droppedLinksCount", "number"),
    15: one("status"),
    16: scalar("flags", "fixed32"),
  },
  event: {
    1: scalar("timeUnixNano", "fixed64"),
    2: scalar("name", "text"),
    3: many("attributes", "keyValue"),
  },
  link: {
    1: scalar("traceId", "hex"),
    2: scalar("spanId", "hex"),
    3: scalar("traceState", "text"),
    4: many("attributes", "keyValue"),
  },
  status: { 2: scalar("message", "text"), 3: scalar("code", "number") },
  keyValue: { 1: scalar("key", "text"), 2: one("value", "anyValue") },
  anyValue: {
    1: scalar("stringValue", "text"),
    2: scalar("boolValue", "boolean"),
    3: scalar("intValue", "int64"),
    4: scalar("doubleValue", "double"),
    5: one("arrayValue"),
  },
  arrayValue: { 1: many("values", "anyValue") },
};

class Reader {
  private readonly bytes: Buffer;
  private position = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  message(fields: Fields, length: number): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    const end = this.position + length;
    while (this.position < end) {
      const number = this.varint() >>> 3;
      const field = fields[number];
      // The encoder is ours: what it learns to write is to be added above.
      if (field === undefined) throw new Error(`Expected a field of the table, got ${number}.`);
      const { name, type, isRepeated } = field;
      const value =
        typeof type === "string"
          ? this.scalar(type)
          : this.message(messages[type.message] ?? {}, this.varint());
      if (!isRepeated) found[name] = value;
      else if (Array.isArray(found[name])) found[name].push(value);
      else found[name] = [value];
    }
    return found;
  }

  private scalar(type: Scalar): unknown {
    switch (type) {
      case "text":
        return this.bytesText("utf8");
      case "hex":
        return this.bytesText("hex");
      case "boolean":
        return this.varint() !== 0;
      case "number":
        return this.varint();
      case "int64":
        return this.int64();
      case "double":
        return doubleToJson(this.bytes.readDoubleLE(this.skip(8)));
      case "fixed32":
        return this.bytes.readUInt32LE(this.skip(4));
      case "fixed64":
        return this.bytes.readBigUInt64LE(this.skip(8)).toString();
      default:
        return type satisfies never;
    }
  }

  private bytesText(encoding: "utf8" | "hex"): string {
    const length = this.varint();
    const start = this.skip(length);
    return this.bytes.toString(encoding, start, start + length);
  }

  /** Of at most 53 bits: lengths, tags and counts. */
  private varint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = this.bytes.readUInt8(this.skip(1));
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  private int64(): string {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.bytes.readUInt8(this.skip(1));
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value).toString();
    }
  }

  /** @returns where what is skipped begins */
  private skip(length: number): number {
    const start = this.position;
    this.position += length;
    return start;
  }
}

/** As protobuf's JSON writes them: JSON itself would make them `null`. */
function doubleToJson(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
