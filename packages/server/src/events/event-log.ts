import type { Event } from "@honeyhive/contract";

import { MicroBatcher } from "../lib/micro-batcher.js";
import { eventRowColumns, toEventLine } from "../store/event-row.js";
import type { Store } from "../store/store.js";
import type { PatchLog } from "./patch-log.js";
import { keepForEver, type Retention } from "./retention.js";

export interface EventLogOptions {
  readonly maxBatchRows: number;
  readonly maxBatchBytes: number;
  readonly maxQueuedBytes: number;
  readonly retention?: Retention;
  readonly onStored?: (count: number, sizeBytes: number) => void;
}

export interface EncodedEvent {
  readonly projectId: string;
  readonly eventId: string;
  /** Values of `eventRowColumns`, tab-separated. */
  readonly line: Buffer;
}

const columns = [...eventRowColumns, "retention_days"];

/** An insert costs some 20 ms of CPU, however few its rows are. */
const gatherMs = 15;

const keptForEver = Buffer.from("\t0\n");

/** Writes events as they were first seen. What changes them later is a patch. */
export class EventLog {
  readonly #batcher: MicroBatcher<EncodedEvent>;
  readonly #store: Store;
  readonly #patches: PatchLog;
  readonly #retention: Retention;
  readonly #onStored: (count: number, sizeBytes: number) => void;

  constructor(store: Store, patches: PatchLog, options: EventLogOptions) {
    this.#store = store;
    this.#patches = patches;
    this.#retention = options.retention ?? keepForEver;
    this.#onStored = options.onStored ?? (() => {});
    this.#batcher = new MicroBatcher({
      maxItems: options.maxBatchRows,
      maxBytes: options.maxBatchBytes,
      maxQueuedBytes: options.maxQueuedBytes,
      gatherMs,
      run: (events) => this.#write(events),
    });
  }

  /** Resolves when the events are stored, patches that were waiting for them included. */
  append(events: readonly EncodedEvent[]): Promise<void> {
    const sizeBytes = events.reduce((total, event) => total + event.line.length, 0);
    return this.#batcher.submit(events, sizeBytes);
  }

  get queuedBytes(): number {
    return this.#batcher.queuedBytes;
  }

  drain(): Promise<void> {
    return this.#batcher.drain();
  }

  async #write(events: readonly EncodedEvent[]): Promise<void> {
    const lines = Buffer.concat(events.flatMap((event) => this.#toRow(event)));
    await this.#store.insert("events", lines, columns);
    this.#onStored(events.length, lines.length);
    // After the insert: a patch that arrives from now on finds the event by itself.
    await this.#patches.foldWaiting(events);
  }

  /** The line, with what the project's settings add to it. */
  #toRow({ projectId, line }: EncodedEvent): Uint8Array[] {
    const days = this.#retention(projectId);
    return [line, days === 0 ? keptForEver : Buffer.from(`\t${days}\n`)];
  }
}

export function encodeEvent(event: Event): EncodedEvent {
  const line = Buffer.from(toEventLine(event, 0));
  return { projectId: event.project_id, eventId: event.event_id, line };
}
