import { TooLargeError } from "./too-large-error.js";

/** Where a frame of compressed data lies and what it needs. Offsets count from the start of the body. */
export interface ZstdFrame {
  readonly start: number;
  readonly end: number;
  /** Offsets from the frame's start at which its blocks end. */
  readonly blockEnds: readonly number[];
  /** The frame says its size and is decompressed into one buffer of that size. */
  readonly isSingleSegment: boolean;
  readonly contentBytes: number;
}

/** What RFC 9659 lets senders over HTTP use. Memory for it is taken before a single byte is decompressed. */
const maxWindowBytes = 8 * 1024 * 1024;
const magicNumber = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
const maxBlockBytes = 128 * 1024;

/**
 * The frames of a Zstandard body, without decompressing anything: a few bytes can ask for gigabytes, and that
 * has to be known before.
 */
export function* readZstdFrames(body: Uint8Array, limitBytes: number): Generator<ZstdFrame> {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let position = 0;
  while (position < body.length) {
    const magic = view.getUint32(position, true);
    if ((magic & 0xfffffff0) >>> 0 === skippableMagic) {
      position += 8 + view.getUint32(position + 4, true);
      continue;
    }
    if (magic !== magicNumber) throw new Error(`no frame begins at byte ${position}`);
    const frame = readFrame(view, position, limitBytes);
    yield frame;
    position = frame.end;
  }
  if (position !== body.length) throw new Error("the body ends inside a frame");
}

function readFrame(view: DataView, start: number, limitBytes: number): ZstdFrame {
  const descriptor = view.getUint8(start + 4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const hasChecksum = (descriptor & 0x04) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const sizeAt = start + (isSingleSegment ? 5 : 6) + dictionaryBytes;
  const contentBytes = readContentBytes(view, sizeAt, sizeBytes);
  if (contentBytes > limitBytes) throw new TooLargeError(`a frame of ${contentBytes} bytes`);
  if (!isSingleSegment) checkWindow(view.getUint8(start + 5));
  const blockEnds: number[] = [];
  let position = sizeAt + sizeBytes;
  for (let isLast = false; !isLast;) {
    const header = view.getUint16(position, true) | (view.getUint8(position + 2) << 16);
    isLast = (header & 1) === 1;
    const blockBytes = header >>> 3;
    if (blockBytes > maxBlockBytes) throw new Error(`a block of ${blockBytes} bytes`);
    // A block of one byte that is repeated.
    position += 3 + ((header & 6) === 2 ? 1 : blockBytes);
    if (position > view.byteLength) throw new Error("the body ends inside a block");
    blockEnds.push(position - start);
  }
  const end = position + (hasChecksum ? 4 : 0);
  if (end > view.byteLength) throw new Error("the body ends inside a frame");
  return { start, end, blockEnds, isSingleSegment, contentBytes };
}

function readContentBytes(view: DataView, at: number, length: number): number {
  if (length === 1) return view.getUint8(at);
  if (length === 2) return view.getUint16(at, true) + 256;
  if (length === 4) return view.getUint32(at, true);
  return length === 8 ? Number(view.getBigUint64(at, true)) : 0;
}

function checkWindow(descriptor: number): void {
  const base = 2 ** (10 + (descriptor >> 3));
  const windowBytes = base + (base / 8) * (descriptor & 7);
  if (windowBytes <= maxWindowBytes) return;
  throw new Error(`a window of ${windowBytes} bytes, more than the ${maxWindowBytes} of RFC 9659`);
}
