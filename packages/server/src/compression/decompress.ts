import { createGunzip, createInflate } from "node:zlib";

import { TooLargeError } from "./too-large-error.js";
import { decompressZstd } from "./zstd.js";

/**
 * Turns a body back into what was compressed. Rejects with `TooLargeError` beyond the limit, and with what `grow`
 * throws: it is told of the bytes before they are kept.
 */
export type Decompress = (
  body: Uint8Array,
  limitBytes: number,
  grow: (moreBytes: number) => void,
) => Promise<Uint8Array>;

/** By the name that `content-encoding` gives them. */
export const decompressors: Readonly<Record<string, Decompress>> = {
  gzip: limited(createGunzip),
  "x-gzip": limited(createGunzip),
  deflate: limited(createInflate),
  zstd: decompressZstd,
};

const chunkSize = 64 * 1024;

function limited(create: typeof createGunzip | typeof createInflate): Decompress {
  return async (body, limitBytes, grow) => {
    const stream = create({ chunkSize });
    stream.end(body);
    const parts: Buffer[] = [];
    let sizeBytes = 0;
    // A stream without an encoding gives buffers.
    for await (const part of stream as AsyncIterable<Buffer>) {
      sizeBytes += part.length;
      if (sizeBytes > limitBytes) throw new TooLargeError(`more than ${limitBytes} bytes`);
      grow(part.length);
      parts.push(part);
    }
    return Buffer.concat(parts, sizeBytes);
  };
}
