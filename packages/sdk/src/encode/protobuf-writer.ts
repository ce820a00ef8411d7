import type { SpanIds, TraceId } from "./span-ids.js";

const initialSize = 1 << 16;
/** Width of the length of a wide message: 28 bits, which is 256 MB. */
const wideLength = 4;
/** Of texts that are written here, character by character. */
const shortLength = 32;
/** Names that are kept encoded: a program has few, and one that makes them up must not fill the memory. */
const maxKeptNames = 1024;
const maxKeptLength = 128;

/**
 * Writes one protobuf message into a growing buffer. Nested messages are written in place: their length is filled in when
 * they end, so that nothing is built twice.
 */
export class ProtobufWriter {
  private buffer: Buffer = Buffer.allocUnsafe(initialSize);
  private position = 0;
  private readonly names: Map<string, Uint8Array>;

  /** @param names what `name` has written before, in this writer or another: only ever of one field */
  constructor(names = new Map<string, Uint8Array>()) {
    this.names = names;
  }

  /** What has been written, from `start` on: a view that is valid until the writer is reset. */
  finish(start = 0): Buffer {
    return this.buffer.subarray(start, this.position);
  }

  reset(): void {
    this.position = 0;
  }

  get size(): number {
    return this.position;
  }

  /** How much memory the writer holds on to. */
  get capacity(): number {
    return this.buffer.length;
  }

  /** Forgets what was written after the writer had `size` bytes. */
  rollBack(size: number): void {
    this.position = size;
  }

  string(field: number, value: string): void {
    // Three bytes per UTF-16 unit is the most UTF-8 can need.
    this.reserve(20 + value.length * 3);
    this.tag(field, 2);
    // Most text is ASCII: its length is its size. Where it is not, the text moves a little.
    if (value.length <= shortLength && this.shortAscii(value)) return;
    const width = varintSize(value.length);
    const begin = this.position + width;
    const size = this.buffer.write(value, begin);
    const actualWidth = varintSize(size);
    if (actualWidth !== width) {
      this.buffer.copyWithin(this.position + actualWidth, begin, begin + size);
    }
    this.rawVarint(size);
    this.position += size;
  }

  /** A text that is written again and again, such as the name of an attribute. */
  name(field: number, value: string): void {
    const known = this.names.get(value);
    if (known !== undefined) {
      this.raw(known);
      return;
    }
    const start = this.position;
    this.string(field, value);
    if (value.length <= maxKeptLength && this.names.size < maxKeptNames) {
      this.names.set(value, new Uint8Array(this.finish(start)));
    }
  }

  /** Fields that were encoded before. */
  raw(fields: Uint8Array): void {
    this.reserve(fields.length);
    this.buffer.set(fields, this.position);
    this.position += fields.length;
  }

  /** Bytes given as hex digits, such as a trace id. */
  hex(field: number, digits: string): void {
    const size = digits.length >> 1;
    this.reserve(20 + size);
    this.tag(field, 2);
    this.rawVarint(size);
    for (let index = 0; index < digits.length; index += 2) {
      this.buffer[this.position++] =
        (hexValue(digits.charCodeAt(index)) << 4) | hexValue(digits.charCodeAt(index + 1));
    }
  }

  traceId(field: number, trace: TraceId): void {
    this.reserve(20 + 16);
    this.tag(field, 2);
    this.buffer[this.position++] = 16;
    this.word(trace.first);
    this.word(trace.second);
    this.word(trace.third);
    this.word(trace.fourth);
  }

  spanId(field: number, ids: SpanIds): void {
    this.reserve(20 + 8);
    this.tag(field, 2);
    this.buffer[this.position++] = 8;
    this.word(ids.high);
    this.word(ids.low);
  }

  varint(field: number, value: number): void {
    this.reserve(20);
    this.tag(field, 0);
    this.rawVarint(value);
  }

  boolean(field: number, value: boolean): void {
    this.varint(field, value ? 1 : 0);
  }

  /** A signed 64-bit integer; negative ones take ten bytes, as protobuf wants. */
  int64(field: number, value: number): void {
    if (value >= 0) {
      this.varint(field, value);
      return;
    }
    this.reserve(20);
    this.tag(field, 0);
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest > 0x7fn) {
      this.buffer[this.position++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.buffer[this.position++] = Number(rest);
  }

  double(field: number, value: number): void {
    this.reserve(20);
    this.tag(field, 1);
    this.position = this.buffer.writeDoubleLE(value, this.position);
  }

  /** A 64-bit integer in two halves of 32 bits. */
  fixed64(field: number, high: number, low: number): void {
    this.reserve(20);
    this.tag(field, 1);
    this.littleWord(low);
    this.littleWord(high);
  }

  fixed32(field: number, value: number): void {
    this.reserve(20);
    this.tag(field, 5);
    this.littleWord(value);
  }

  /**
   * Starts a nested message; pass what it returns to `endMessage`. Where the size is guessed about right, and the same
   * guess is given at the end, nothing has to move.
   */
  startMessage(field: number, guessedSize = 0): number {
    this.reserve(20);
    this.tag(field, 2);
    this.position += varintSize(guessedSize);
    return this.position;
  }

  endMessage(start: number, guessedSize = 0): void {
    const length = this.position - start;
    const lengthAt = start - varintSize(guessedSize);
    const contentAt = lengthAt + varintSize(length);
    if (contentAt !== start) {
      this.reserve(contentAt - start);
      this.buffer.copyWithin(contentAt, start, this.position);
    }
    this.position = lengthAt;
    this.rawVarint(length);
    this.position += length;
  }

  /** Starts a nested message that may be large: its length has a fixed width, so that its content never moves. */
  startWideMessage(field: number): number {
    this.reserve(20);
    this.tag(field, 2);
    this.position += wideLength;
    return this.position;
  }

  endWideMessage(start: number): void {
    let rest = this.position - start;
    for (let index = start - wideLength; index < start - 1; index++) {
      this.buffer[index] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[start - 1] = rest;
  }

  /** Length and text, as long as it is ASCII: for a few characters a call into Node takes longer. */
  private shortAscii(value: string): boolean {
    const { buffer, position } = this;
    const begin = position + 1;
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code > 0x7f) return false;
      buffer[begin + index] = code;
    }
    buffer[position] = value.length;
    this.position = begin + value.length;
    return true;
  }

  /** 32 bits, the highest byte first. */
  private word(value: number): void {
    const { buffer, position } = this;
    buffer[position] = value >>> 24;
    buffer[position + 1] = value >>> 16;
    buffer[position + 2] = value >>> 8;
    buffer[position + 3] = value;
    this.position = position + 4;
  }

  /** 32 bits, the lowest byte first. Node's own way checks what is known here. */
  private littleWord(value: number): void {
    const { buffer, position } = this;
    buffer[position] = value;
    buffer[position + 1] = value >>> 8;
    buffer[position + 2] = value >>> 16;
    buffer[position + 3] = value >>> 24;
    this.position = position + 4;
  }

  private tag(field: number, wireType: number): void {
    this.rawVarint((field << 3) | wireType);
  }

  /** Small numbers are most of them, and what is done for others would be compiled into each place. */
  private rawVarint(value: number): void {
    if (value < 0x80) this.buffer[this.position++] = value;
    else this.largeVarint(value);
  }

  private largeVarint(value: number): void {
    let rest = value;
    // Beyond 31 bits shifting would cut.
    while (rest > 0x7fffffff) {
      this.buffer[this.position++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    while (rest > 0x7f) {
      this.buffer[this.position++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[this.position++] = rest;
  }

  private reserve(size: number): void {
    const needed = this.position + size;
    if (needed <= this.buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(grown, 0, 0, this.position);
    this.buffer = grown;
  }
}

/** Of a size, which has less than 32 bits. */
function varintSize(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x200000) return 3;
  return value < 0x10000000 ? 4 : 5;
}

/** Of a hexadecimal digit's character code, either case. */
function hexValue(code: number): number {
  return code < 58 ? code - 48 : (code | 32) - 87;
}
