import { closeSync, openSync, readdirSync, readFileSync, rmSync, writevSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import type { Logger } from "../../lib/logger.js";
import type { SpanKeeper } from "../../pipeline/span-keeper.js";
import { describeError } from "../../lib/describe-error.js";

/** A file that has as much is followed by another: it can be removed as soon as all of it has arrived. */
const fullFileBytes = 4 << 20;
/** So much of what a server does not take is kept; of what comes later there are the cases' results alone. */
const maxKeptBytes = 256 << 20;
const lengthBytes = 4;

interface SpanFile {
  readonly path: string;
  readonly file: number;
  sizeBytes: number;
  /** Requests in it that have not arrived. */
  waiting: number;
}

/**
 * Encoded spans, and updates of sessions, beside the journal of their run, from before they are sent until they have
 * arrived: what a killed process had made and not delivered. What cannot be written costs one warning; the run goes on.
 */
export class SpanJournal implements SpanKeeper {
  private readonly base: string;
  private readonly logger: Pick<Logger, "warn">;
  private readonly maxBytes: number;
  private current: SpanFile | undefined;
  private keptBytes = 0;
  private count: number;
  private isOpen = true;

  constructor(journalPath: string, logger: Pick<Logger, "warn">, maxBytes = maxKeptBytes) {
    this.base = baseOf(journalPath);
    this.logger = logger;
    this.maxBytes = maxBytes;
    this.count = Math.max(0, ...listSpanFiles(journalPath).map(numberOf));
  }

  keep(body: Uint8Array): () => void {
    if (!this.isOpen || this.keptBytes + body.byteLength > this.maxBytes) return () => undefined;
    try {
      const file = (this.current ??= this.open());
      const length = Buffer.alloc(lengthBytes);
      length.writeUInt32LE(body.byteLength);
      const sizeBytes = lengthBytes + body.byteLength;
      if (writevSync(file.file, [length, body]) < sizeBytes) throw new Error("the disk is full");
      file.waiting++;
      file.sizeBytes += sizeBytes;
      this.keptBytes += sizeBytes;
      if (file.sizeBytes >= fullFileBytes) this.leave(file);
      return () => this.settle(file);
    } catch (error) {
      this.isOpen = false;
      this.logger.warn(
        `Spans cannot be kept beside the journal, in ${this.base}.*.spans (${describeError(error).message}): ` +
          "the run goes on, but what happens inside of its cases would be lost if the process was killed.",
      );
      return () => undefined;
    }
  }

  /** What has not arrived stays, for the run that is resumed. */
  close(): void {
    this.isOpen = false;
    if (this.current !== undefined) this.leave(this.current);
  }

  private open(): SpanFile {
    const path = `${this.base}.${++this.count}.spans`;
    return { path, file: openSync(path, "wx"), sizeBytes: 0, waiting: 0 };
  }

  private settle(file: SpanFile): void {
    file.waiting--;
    const isWorthIt = file !== this.current || file.sizeBytes >= fullFileBytes / 4;
    if (file.waiting > 0 || !isWorthIt) return;
    if (file === this.current) this.leave(file);
    else this.remove(file);
  }

  private leave(file: SpanFile): void {
    this.current = undefined;
    closeSync(file.file);
    if (file.waiting === 0) this.remove(file);
  }

  private remove({ path, sizeBytes }: SpanFile): void {
    this.keptBytes -= sizeBytes;
    rmSync(path, { force: true });
  }
}

/** What killed processes have left of a run, the oldest first. */
export function listSpanFiles(journalPath: string): string[] {
  const directory = dirname(journalPath);
  const prefix = `${basename(baseOf(journalPath))}.`;
  return readFolder(directory)
    .filter((name) => name.startsWith(prefix) && /^\d+\.spans$/.test(name.slice(prefix.length)))
    .map((name) => join(directory, name))
    .toSorted((left, right) => numberOf(left) - numberOf(right));
}

/** The requests in a file; of one that was being written nothing. */
export function* readSpanFile(path: string): Generator<Uint8Array> {
  const bytes = readFileSync(path);
  for (let start = lengthBytes; start <= bytes.length;) {
    const end = start + bytes.readUInt32LE(start - lengthBytes);
    if (end > bytes.length) return;
    yield bytes.subarray(start, end);
    start = end + lengthBytes;
  }
}

function baseOf(journalPath: string): string {
  return journalPath.replace(/\.ndjson$/, "");
}

function numberOf(path: string): number {
  return Number(/\.(\d+)\.spans$/.exec(path)?.[1]);
}

export function readFolder(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch {
    // The journal has said that it cannot be written there.
    return [];
  }
}
