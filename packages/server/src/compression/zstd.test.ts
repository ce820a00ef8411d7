import { describe, expect, test } from "vitest";

import { storeAsZstd, zstdBomb } from "../testing/zstd.js";
import { TooLargeError } from "./too-large-error.js";
import { decompressZstd } from "./zstd.js";

const limitBytes = 1_000_000;

/** Made by `zstd -19` of `text`, through a pipe, so without its size, and from a file, with it. */
const text = "honey and bees, ".repeat(40);
const piped = "KLUv/QRovQAAgGhvbmV5IGFuZCBiZWVzLCABANpMNZcj3sSN";
const fromFile = "KLUv/WSAAb0AAIBob25leSBhbmQgYmVlcywgAQDaTDWXI97EjQ==";

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
const inflate = async (body: Uint8Array): Promise<string> =>
  Buffer.from(await decompressZstd(body, limitBytes)).toString();

describe("zstd", () => {
  test("gives back what was compressed, with its size declared or not, in one frame or several", async () => {
    expect(await inflate(bytes(piped))).toBe(text);
    expect(await inflate(bytes(fromFile))).toBe(text);
    expect(await inflate(storeAsZstd(Buffer.from("as it is")))).toBe("as it is");
    const skippable = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9]);
    const several = Buffer.concat([bytes(piped), skippable, bytes(fromFile)]);
    expect(await inflate(several)).toBe(text + text);
    expect(await inflate(new Uint8Array())).toBe("");
  });

  test("stops at the limit, declared or found out", async () => {
    for (const bomb of [
      zstdBomb(50_000_000, true),
      zstdBomb(50_000_000),
      zstdBomb(limitBytes + 1),
    ]) {
      await expect(decompressZstd(bomb, limitBytes)).rejects.toThrow(TooLargeError);
    }
    expect(await decompressZstd(zstdBomb(900_000), limitBytes)).toHaveLength(7 * 128 * 1024);
  });

  test("refuses a window larger than senders over HTTP may use, before it takes the memory", async () => {
    const greedy = zstdBomb(100);
    greedy[5] = 17 << 3;
    await expect(decompressZstd(greedy, limitBytes)).rejects.toThrow(/window of 134217728 bytes/);
  });

  test("refuses a body that was cut off or is something else", async () => {
    const whole = bytes(fromFile);
    for (let length = 1; length < whole.length; length++) {
      await expect(decompressZstd(whole.subarray(0, length), limitBytes)).rejects.toThrow();
    }
    await expect(decompressZstd(Buffer.from("plain text"), limitBytes)).rejects.toThrow();
  });

  test("refuses damaged bodies without harm", async () => {
    const whole = bytes(fromFile);
    for (let at = 0; at < whole.length; at++) {
      for (const flip of [1, 0x10, 0x80]) {
        const damaged = whole.map((byte, index) => (index === at ? byte ^ flip : byte));
        await decompressZstd(damaged, limitBytes).then(
          (result) => expect(result.length).toBeLessThanOrEqual(limitBytes),
          (error: unknown) => expect(error).toBeInstanceOf(Error),
        );
      }
    }
  });
});
