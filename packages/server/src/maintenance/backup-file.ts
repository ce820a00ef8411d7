import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";

export interface FileDigest {
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes lines into a new compressed file, which is on the disk when this resolves. */
export async function writeLines(path: string, lines: AsyncIterable<string>): Promise<FileDigest> {
  const hash = createHash("sha256");
  let bytes = 0;
  const digest = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  // A faster level: pages of rows are most of the work, and disks are cheaper than waiting.
  const file = createWriteStream(path, { flags: "wx", mode: 0o600, flush: true });
  await pipeline(Readable.from(inPages(lines)), createGzip({ level: 1 }), digest, file);
  return { bytes, sha256: hash.digest("hex") };
}

export async function digestFile(path: string): Promise<FileDigest> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: pageBytes })) {
    // A stream without an encoding gives buffers.
    const buffer = chunk as Buffer;
    hash.update(buffer);
    bytes += buffer.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** What `writeLines` wrote. */
export async function* readLines(path: string): AsyncIterable<string> {
  const input = createGunzip();
  const reading = pipeline(createReadStream(path, { highWaterMark: pageBytes }), input);
  // Thrown to whoever reads, below.
  reading.catch(() => {});
  yield* createInterface({ input, crlfDelay: Infinity });
  await reading;
}

const pageBytes = 256 * 1024;

async function* inPages(lines: AsyncIterable<string>): AsyncIterable<string> {
  let page = "";
  for await (const line of lines) {
    page += `${line}\n`;
    if (page.length < pageBytes) continue;
    yield page;
    page = "";
  }
  if (page !== "") yield page;
}
