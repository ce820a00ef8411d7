import { deflateSync, gzipSync } from "node:zlib";

import { expect, test } from "vitest";

import { zstdBomb } from "../testing/zstd.js";
import { decompressors } from "./decompress.js";
import { TooLargeError } from "./too-large-error.js";

const sizeBytes = 8 * 1024 * 1024;
const zeros = Buffer.alloc(sizeBytes);
const bombs: readonly (readonly [string, Uint8Array])[] = [
  ["gzip", gzipSync(zeros)],
  ["deflate", deflateSync(zeros)],
  ["zstd", zstdBomb(sizeBytes)],
];

test.each(bombs)(
  "%s that becomes large is stopped where there is no room for it",
  async (name, bomb) => {
    const roomBytes = 1024 * 1024;
    let keptBytes = 0;
    const grow = (moreBytes: number): void => {
      if (keptBytes + moreBytes > roomBytes) throw new Error("There is no room.");
      keptBytes += moreBytes;
    };
    const decompress = decompressors[name];
    await expect(decompress?.(bomb, 2 * sizeBytes, grow)).rejects.toThrow("There is no room.");
    expect(keptBytes).toBeGreaterThan(roomBytes / 2);
    await expect(decompress?.(bomb, roomBytes, () => {})).rejects.toThrow(TooLargeError);
  },
);
