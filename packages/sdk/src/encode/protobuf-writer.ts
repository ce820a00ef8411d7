const initialSize = 2048;

/**
 * Appends protobuf fields to one growing buffer. Nested messages are written in place: their length is filled in when
 * they end, so that nothing is built twice.
 */
export class ProtobufWriter {
  private buffer: Buffer = Buffer.allocUnsafe(initialSize);
  private position = 0;

  /** A copy of what has been written; the writer can be used again after `reset`. */
  finish(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.position));
  }

  reset(): void {
    this.position = 0;
  }

  string(field: number, value: string): void {
    // Three bytes per UTF-16 unit is the most UTF-8 can need; short strings skip the exact count.
    const size = value.length < 40 ? -1 : Buffer.byteLength(value);
    this.reserve(20 + (size < 0 ? value.length * 3 : size));
    this.tag(field, 2);
    if (size >= 0) {
      this.rawVarint(size);
      this.position += this.buffer.write(value, this.position);
      return;
    }
    const written = this.buffer.write(value, this.position + 1);
    this.buffer[this.position] = written;
    this.position += written + 1;
  }

  bytes(field: number, value: Uint8Array): void {
    this.reserve(20 + value.length);
    this.tag(field, 2);
    this.rawVarint(value.length);
    this.buffer.set(value, this.position);
    this.position += value.length;
  }

  /** Bytes given as hex digits, such as a trace id. */
  hex(field: number, digits: string): void {
    const size = digits.length >> 1;
    this.reserve(20 + size);
    this.tag(field, 2);
    this.rawVarint(size);
    this.buffer.write(digits, this.position, "hex");
    this.position += size;
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

  fixed64(field: number, value: bigint): void {
    this.reserve(20);
    this.tag(field, 1);
    this.position = this.buffer.writeBigUInt64LE(value, this.position);
  }

  fixed32(field: number, value: number): void {
    this.reserve(20);
    this.tag(field, 5);
    this.position = this.buffer.writeUInt32LE(value, this.position);
  }

  /** Starts a nested message; pass what it returns to `endMessage`. */
  startMessage(field: number): number {
    this.reserve(20);
    this.tag(field, 2);
    this.position += 1;
    return this.position;
  }

  endMessage(start: number): void {
    const length = this.position - start;
    if (length < 0x80) {
      this.buffer[start - 1] = length;
      return;
    }
    const extra = varintSize(length) - 1;
    this.reserve(extra);
    this.buffer.copyWithin(start + extra, start, this.position);
    this.position = start - 1;
    this.rawVarint(length);
    this.position += length;
  }

  private tag(field: number, wireType: number): void {
    this.rawVarint((field << 3) | wireType);
  }

  private rawVarint(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.buffer[this.position++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
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

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) size++;
  return size;
}
