import type { Event } from "@honeyhive/contract";

import { BufferPool } from "../lib/buffer-pool.js";
import { groupBy } from "../lib/group-by.js";
import { MicroBatcher } from "../lib/micro-batcher.js";
import type { SessionRegistry } from "./session-registry.js";
import type { Store } from "../store/store.js";
import { joinRows } from "./join-rows.js";
import type { PatchLog } from "./patch-log.js";
import { keepForEver, type Retention } from "./retention.js";
import { encodedColumns, RowWriter, type EncodedEvent } from "./row-writer.js";
import { nameOf } from "./waiting-events.js";

export interface EventLogServices {
  readonly store: Store;
  readonly patches: PatchLog;
  readonly sessions: SessionRegistry;
}

export interface EventLogOptions {
  readonly maxBatchRows: number;
  readonly maxBatchBytes: number;
  readonly maxQueuedBytes: number;
  readonly retention?: Retention;
  /** What rows are written into. */
  readonly memory?: BufferPool;
  readonly onStored?: (count: number, sizeBytes: number) => void;
}

/** An insert costs some 20 ms of CPU, however few its rows are. */
const gatherMs = 15;
const maxGatherMs = 60;

/** So many changes are written with the events that bring them, and what they change with it; others are next. */
const changesAtOnce = 500;

/** Writes events as they were first seen. What changes them later is a patch. */
export class EventLog {
  readonly #batcher: MicroBatcher<EncodedEvent>;
  readonly #store: Store;
  readonly #patches: PatchLog;
  readonly #sessions: SessionRegistry;
  readonly #retention: Retention;
  readonly #memory: BufferPool;
  readonly #onStored: (count: number, sizeBytes: number) => void;

  constructor({ store, patches, sessions }: EventLogServices, options: EventLogOptions) {
    this.#store = store;
    this.#patches = patches;
    this.#sessions = sessions;
    this.#retention = options.retention ?? keepForEver;
    this.#memory = options.memory ?? new BufferPool();
    this.#onStored = options.onStored ?? (() => {});
    this.#batcher = new MicroBatcher({
      maxItems: options.maxBatchRows,
      maxBytes: options.maxBatchBytes,
      maxQueuedBytes: options.maxQueuedBytes,
      gatherMs,
      maxGatherMs,
      run: (events) => this.#write(events),
    });
  }

  /** Encodes events of one request. */
  startRows(): RowWriter {
    return new RowWriter(this.#retention, this.#memory);
  }

  /** Resolves when the events are stored, patches that were waiting for them included. */
  append(events: readonly EncodedEvent[]): Promise<void> {
    const sizeBytes = events.reduce((total, event) => total + event.row.length, 0);
    return this.#batcher.submit(events, sizeBytes);
  }

  get queuedBytes(): number {
    return this.#batcher.queuedBytes;
  }

  drain(): Promise<void> {
    return this.#batcher.drain();
  }

  async #write(items: readonly EncodedEvent[]): Promise<void> {
    const claimed = new Set<EncodedEvent>();
    try {
      await this.#claim(items, claimed);
      const events = items.filter((item) => item.guess === undefined || claimed.has(item));
      await this.#writeChanged(events);
    } catch (error) {
      for (const { projectId, eventId } of claimed) this.#sessions.release(projectId, [eventId]);
      throw error;
    }
  }

  /** One look for all sessions of an insert: a look costs a quarter of what the insert does. */
  async #claim(items: readonly EncodedEvent[], claimed: Set<EncodedEvent>): Promise<void> {
    const guesses = items.filter(({ guess }) => guess !== undefined);
    for (const [projectId, own] of groupBy(guesses, (guess) => guess.projectId)) {
      const ids = new Set(own.map(({ eventId }) => eventId));
      const fresh = await this.#sessions.claim(projectId, [...ids]);
      // Of several guesses the first.
      for (const guess of own) if (fresh.delete(guess.eventId)) claimed.add(guess);
    }
  }

  /** A session that fails is written with its error, by the insert that brings the error. */
  async #writeChanged(events: readonly EncodedEvent[]): Promise<void> {
    const changes = events.flatMap(({ change }) => change ?? []);
    const now = changes.slice(0, changesAtOnce);
    const changed = new Set(now.map(nameOf));
    const [fresh, others]: [Event[], EncodedEvent[]] = [[], []];
    for (const event of events) {
      if (event.guess !== undefined && changed.has(nameOf(event))) fresh.push(event.guess);
      else others.push(event);
    }
    const rows = this.startRows();
    await this.#patches.appendWith(now, fresh, (folded) =>
      this.#insert(
        [...folded.map(({ event, version }) => rows.encode(event, version)), ...others],
        events,
      ),
    );
    rows.release();
    await Promise.all(
      changes
        .slice(changesAtOnce)
        .map((change) => this.#patches.append(change, change.patch, change)),
    );
  }

  /** @param written those of the rows that are no changes of what is there */
  async #insert(rows: readonly EncodedEvent[], written: readonly EncodedEvent[]): Promise<void> {
    if (rows.length === 0) return;
    const pieces = await joinRows(rows.map(({ row }) => row));
    await this.#store.insert("events", pieces, encodedColumns);
    const sizeBytes = pieces.reduce((total, { length }) => total + length, 0);
    this.#onStored(written.length, sizeBytes);
    // After the insert: a patch that arrives from now on finds the event by itself.
    await this.#patches.foldWaiting(written);
  }
}
