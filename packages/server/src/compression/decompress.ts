import { promisify } from "node:util";
import { gunzip, inflate } from "node:zlib";

import { TooLargeError } from "./too-large-error.js";
import { decompressZstd } from "./zstd.js";

/** Turns a body back into what was compressed. Rejects with `TooLargeError` beyond the limit. */
export type Decompress = (body: Uint8Array, limitBytes: number) => Promise<Uint8Array>;

/** By the name that `content-encoding` gives them. */
export const decompressors: Readonly<Record<string, Decompress>> = {
  gzip: limited(gunzip),
  "x-gzip": limited(gunzip),
  deflate: limited(inflate),
  zstd: decompressZstd,
};

function limited(decompress: typeof gunzip): Decompress {
  return async (body, limitBytes) => {
    const options = { maxOutputLength: limitBytes };
    try {
      return await promisify<Uint8Array, typeof options, Buffer>(decompress)(body, options);
    } catch (error) {
      if (error instanceof RangeError) throw new TooLargeError(error.message, { cause: error });
      throw error;
    }
  };
}
