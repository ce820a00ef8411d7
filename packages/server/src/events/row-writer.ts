import type { Event } from "@honeyhive/contract";

import type { BufferPool } from "../lib/buffer-pool.js";
import { eventRowColumns, toEventFields } from "../store/event-row.js";
import { toTimestamp } from "../store/timestamps.js";
import type { EncodedEvent } from "./log-item.js";
import type { Retention } from "./retention.js";

/** Columns of a row: those of the event, and what the project's settings add to it. */
export const encodedColumns: readonly string[] = [...eventRowColumns, "retention_days"];

/** So many bytes of rows have memory of their own: most requests bring a few events. */
const looseBytes = 32 * 1024;

/** The others are written into pages. */
const pageBytes = 256 * 1024;

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

  encode(event: Event, version = 0): EncodedEvent {
    const { project_id: projectId, event_id: eventId } = event;
    const fields = toEventFields(event, version, this.#receivedAt);
    // Joined once: a text that is put together twice is copied twice.
    const text = fields.concat(`${this.#retention(projectId)}\n`).join("\t");
    const row = this.#writtenBytes < looseBytes ? Buffer.from(text) : this.#write(text);
    this.#writtenBytes += row.length;
    return { kind: "event", projectId, eventId, row };
  }

  /** Lets others have the memory. The rows are stored: nobody reads them any more. */
  release(): void {
    for (const page of this.#pages.splice(0)) this.#pool.giveBack(page);
  }

  #write(text: string): Buffer {
    const page = this.#pageFor(text);
    if (page === undefined) return Buffer.from(text);
    const start = this.#usedBytes;
    this.#usedBytes += page.write(text, start);
    return page.subarray(start, this.#usedBytes);
  }

  /** Undefined where the text may not fit into a page. */
  #pageFor(text: string): Buffer | undefined {
    // More than that UTF-8 never takes.
    const mostBytes = text.length * 3;
    const current = this.#pages.at(-1);
    if (current !== undefined && this.#usedBytes + mostBytes <= current.length) return current;
    if (mostBytes > pageBytes) return undefined;
    const next = this.#pool.take(pageBytes);
    this.#pages.push(next);
    this.#usedBytes = 0;
    return next;
  }
}
