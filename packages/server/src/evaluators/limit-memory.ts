const memorySection = 5;
const headerBytes = 8;
const pageBytes = 65_536;

/** A WebAssembly module whose own memory cannot grow beyond so many bytes: more is refused inside, as in a small machine. */
export function limitMemory(
  module: Uint8Array<ArrayBuffer>,
  maxBytes: number,
): Uint8Array<ArrayBuffer> {
  let offset = headerBytes;
  while (offset < module.length) {
    const size = readNumber(module, offset + 1);
    const end = size.end + size.value;
    if (module[offset] === memorySection) {
      const section = limitSection(module.subarray(size.end, end), maxBytes);
      return concat([module.subarray(0, offset), section, module.subarray(end)]);
    }
    offset = end;
  }
  throw new TypeError("Expected a WebAssembly module with a memory of its own, got one without.");
}

/** The section again, of one memory with the same initial size. */
function limitSection(content: Uint8Array, maxBytes: number): Uint8Array {
  const count = readNumber(content, 0);
  const flags = readNumber(content, count.end);
  const initial = readNumber(content, flags.end);
  if (count.value !== 1 || flags.value > 1) {
    throw new TypeError("Expected a WebAssembly module with one memory of its own, not shared.");
  }
  const limits = [1, ...toBytes(initial.value), ...toBytes(Math.floor(maxBytes / pageBytes))];
  return Uint8Array.from([memorySection, ...toBytes(limits.length + 1), 1, ...limits]);
}

/** LEB128: seven bits in each byte, the lowest first; the eighth says that more follow. */
function readNumber(
  bytes: Uint8Array,
  start: number,
): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let index = start; ; index += 1) {
    const byte = bytes[index] ?? 0;
    value += (byte & 127) * 2 ** (7 * (index - start));
    if (byte < 128) return { value, end: index + 1 };
  }
}

function toBytes(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...toBytes(Math.floor(value / 128))];
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
