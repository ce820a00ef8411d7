import { Decompress as ZstdStream, decompress } from "fzstd";

import { TooLargeError } from "./too-large-error.js";
import { readZstdFrames, type ZstdFrame } from "./zstd-frames.js";

/** Compressed bytes that are worked off before others get a turn. */
const sliceBytes = 64 * 1024;

/** Zstandard in JavaScript: Node has it built in only from 22.15 on. */
export async function decompressZstd(
  body: Uint8Array,
  limitBytes: number,
  grow: (moreBytes: number) => void = () => {},
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  const take = (part: Uint8Array): void => {
    sizeBytes += part.length;
    if (sizeBytes > limitBytes) throw new TooLargeError(`more than ${limitBytes} bytes`);
    grow(part.length);
    // The decoder uses its buffer again.
    parts.push(part.slice());
  };
  for (const frame of readZstdFrames(body, limitBytes)) {
    const bytes = body.subarray(frame.start, frame.end);
    if (frame.isSingleSegment) take(decompress(bytes, new Uint8Array(frame.contentBytes)));
    else await decompressInSlices(frame, bytes, take);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return Buffer.concat(parts);
}

async function decompressInSlices(
  { blockEnds }: ZstdFrame,
  bytes: Uint8Array,
  take: (part: Uint8Array) => void,
): Promise<void> {
  const stream = new ZstdStream(take);
  let start = 0;
  for (const end of blockEnds) {
    // Whole blocks: the decoder would join the rest of one to all that follows, again and again.
    const isLast = end === blockEnds.at(-1);
    if (end - start < sliceBytes && !isLast) continue;
    stream.push(bytes.subarray(start, isLast ? bytes.length : end), isLast);
    start = end;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
