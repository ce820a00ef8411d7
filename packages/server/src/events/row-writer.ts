import type { Event } from "@honeyhive/contract";

import type { BufferPool } from "../lib/buffer-pool.js";
import { eventRowColumns, toEventTexts } from "../store/event-row.js";
import { toTimestamp } from "../store/timestamps.js";
import type { EncodedEvent } from "./log-item.js";
import type { Retention } from "./retention.js";

/** Columns of a row: those of the event, what it was posted as, and what the project's settings add to it. */
export const encodedColumns: readonly string[] = [
  ...eventRowColumns,
  "post_digest",
  "retention_days",
];

/** So many bytes of rows have memory of their own: most requests bring a few events. */
const looseBytes = 32 * 1024;

/** The others are written into pages. */
const pageBytes = 256 * 1024;

const tab = 0x09;

export interface RowOrigin {
  /** Default: 0, of an event as it was first seen. */
  readonly version?: number;
  /** Of what a client posted it as. Default: nobody did. */
  readonly postDigest?: string;
}

/** Writes the rows of a request one behind the other, so that most go to the store as they stand there. */
export class RowWriter {
  readonly #retention: Retention;
  readonly #pool: BufferPool;
  /** One moment for all rows of a request. */
  readonly #receivedAt = toTimestamp(Date.now());
  readonly #pages: Buffer[] = [];
  #writtenBytes = 0;
  #usedBytes = 0;

  constructor(retention: Retention, pool: BufferPool) {
    this.#retention = retention;
    this.#pool = pool;
  }

  encode(event: Event, { version = 0, postDigest = "" }: RowOrigin = {}): EncodedEvent {
    const { project_id: projectId, event_id: eventId } = event;
    const texts = toEventTexts(event, version, this.#receivedAt);
    texts.push(`${postDigest}\t${this.#retention(projectId, event.start_time)}\n`);
    const page = this.#writtenBytes < looseBytes ? undefined : this.#pageFor(texts);
    const row = page === undefined ? Buffer.from(texts.join("\t")) : this.#write(page, texts);
    this.#writtenBytes += row.length;
    return { kind: "event", projectId, sessionId: event.session_id, eventId, row };
  }

  /** Lets others have the memory. The rows are stored: nobody reads them any more. */
  release(): void {
    for (const page of this.#pages.splice(0)) this.#pool.giveBack(page);
  }

  #write(page: Buffer, texts: readonly string[]): Buffer {
    const start = this.#usedBytes;
    let end = start;
    for (const text of texts) {
      if (end > start) page[end++] = tab;
      end += page.write(text, end);
    }
    this.#usedBytes = end;
    return page.subarray(start, end);
  }

  /** Undefined where the texts may not fit into a page. */
  #pageFor(texts: readonly string[]): Buffer | undefined {
    // More than that UTF-8 never takes.
    let mostBytes = texts.length;
    for (const { length } of texts) mostBytes += length * 3;
    const current = this.#pages.at(-1);
    if (current !== undefined && this.#usedBytes + mostBytes <= current.length) return current;
    if (mostBytes > pageBytes) return undefined;
    const next = this.#pool.take(pageBytes);
    this.#pages.push(next);
    this.#usedBytes = 0;
    return next;
  }
}
