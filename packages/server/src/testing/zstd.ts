/** A Zstandard frame that holds the bytes as they are: what a compressor gives for bytes that do not shrink. */
export function storeAsZstd(content: Uint8Array): Uint8Array<ArrayBuffer> {
  return frame(content.length, [(isLast) => rawBlock(content, isLast)]);
}

/** A few bytes that become `sizeBytes` of zeros; the frame says so only when `isDeclared`. */
export function zstdBomb(sizeBytes: number, isDeclared = false): Uint8Array<ArrayBuffer> {
  const blocks = Math.ceil(sizeBytes / maxBlockBytes);
  const repeated = Array.from({ length: blocks }, () => repeatedBlock);
  return frame(isDeclared ? sizeBytes : undefined, repeated);
}

const maxBlockBytes = 128 * 1024;

type Block = (isLast: boolean) => number[];

/** With the size declared it is a single segment; otherwise it has a window of 128 KB. */
function frame(
  declaredBytes: number | undefined,
  blocks: readonly Block[],
): Uint8Array<ArrayBuffer> {
  const size = declaredBytes ?? 0;
  const fields = declaredBytes === undefined ? [0x00, 7 << 3] : [0xa0, ...littleEndian(size, 4)];
  const body = blocks.flatMap((block, index) => block(index === blocks.length - 1));
  return Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, ...fields, ...body]);
}

function rawBlock(content: Uint8Array, isLast: boolean): number[] {
  return [...littleEndian((content.length << 3) | (isLast ? 1 : 0), 3), ...content];
}

function repeatedBlock(isLast: boolean): number[] {
  return [...littleEndian((maxBlockBytes << 3) | 2 | (isLast ? 1 : 0), 3), 0];
}

function littleEndian(value: number, bytes: number): number[] {
  return Array.from({ length: bytes }, (_, index) => (value >>> (8 * index)) & 0xff);
}
