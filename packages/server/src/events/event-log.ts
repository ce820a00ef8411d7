import { setImmediate as nextTurn } from "node:timers/promises";

import { BufferPool } from "../lib/buffer-pool.js";
import { groupBy } from "../lib/group-by.js";
import { MicroBatcher } from "../lib/micro-batcher.js";
import type { SessionRegistry } from "./session-registry.js";
import type { Store } from "../store/store.js";
import type { BaseEvent } from "../queries/find-events.js";
import { rowVersion } from "../store/row-version.js";
import { joinRows } from "./join-rows.js";
import { sizeOf, type EncodedEvent, type LogItem } from "./log-item.js";
import type { FoldedEvent, PatchLog, PatchOrigin } from "./patch-log.js";
import { keepForEver, type Retention } from "./retention.js";
import { encodedColumns, RowWriter } from "./row-writer.js";
import { settleItems } from "./settle-items.js";
import { nameOf, type EventKey } from "./waiting-events.js";

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

/** An insert costs some 20 ms of CPU, however few its rows are, and the looks and merges that go with it as much. */
const gatherMs = 15;
const maxGatherMs = 60;
const longestGatherMs = 200;

/** So many changes are written with the events that bring them, and what they change with it; others are next. */
const changesAtOnce = 500;

/** So many rows are written in one turn of the event loop. */
const encodedInATurn = 200;

/** Writes events as they were first seen. What changes them later is a patch. */
export class EventLog {
  readonly #batcher: MicroBatcher<LogItem>;
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
      longestGatherMs,
      run: (items) => this.#write(items),
    });
  }

  /** Encodes events of one request. */
  startRows(): RowWriter {
    return new RowWriter(this.#retention, this.#memory);
  }

  /** Makes events ready that are appended right afterwards: what waits is written with them, if that does not take long. */
  async prepare<Result>(work: () => Promise<Result>): Promise<Result> {
    const arrive = this.#batcher.announce();
    try {
      return await work();
    } finally {
      arrive();
    }
  }

  /** Resolves when the items are stored, with what was waiting for them; nothing is kept of deleted sessions. */
  append(items: readonly LogItem[]): Promise<void> {
    const sizeBytes = items.reduce((total, item) => total + sizeOf(item), 0);
    // Those of a request are of one project.
    return this.#batcher.submit(items, sizeBytes, items[0]?.projectId);
  }

  get queuedBytes(): number {
    return this.#batcher.queuedBytes;
  }

  drain(): Promise<void> {
    return this.#batcher.drain();
  }

  async #write(items: readonly LogItem[]): Promise<void> {
    const claimed = new Map<string, EventKey>();
    try {
      await this.#claim(items, claimed);
      const kept = items.filter((item) => !this.#isOfDeleted(item));
      await this.#writeClaimed(kept, new Set(claimed.keys()));
    } catch (error) {
      this.#patches.forgetSessions([...claimed.values()]);
      for (const { projectId, eventId } of claimed.values()) {
        this.#sessions.release(projectId, [eventId]);
      }
      throw error;
    }
  }

  /** Whoever appended it asks the registry afterwards, and tells its sender. */
  #isOfDeleted(item: LogItem): boolean {
    if (item.kind === "update") return false;
    const sessionId = item.kind === "event" ? item.sessionId : item.eventId;
    return this.#sessions.isDeleted(item.projectId, sessionId);
  }

  /** One look for all sessions of an insert: a look costs a quarter of what the insert does. */
  async #claim(items: readonly LogItem[], claimed: Map<string, EventKey>): Promise<void> {
    const sessions: LogItem[] = [];
    for (const item of items) {
      if (item.kind === "start" && item.isClaimed === true) claimed.set(nameOf(item), item);
      else if (item.kind === "guess" || item.kind === "start") sessions.push(item);
    }
    for (const [projectId, own] of groupBy(sessions, (session) => session.projectId)) {
      const ids = new Set(own.map(({ eventId }) => eventId));
      for (const eventId of await this.#sessions.claim(projectId, [...ids])) {
        const key = { projectId, eventId };
        claimed.set(nameOf(key), key);
      }
    }
  }

  /**
   * What is there and changes is written by the insert that brings the change. Where others change it too, it is changed
   * after that insert: they would take up an error whose event this server never stores, if it is killed.
   */
  async #writeClaimed(items: readonly LogItem[], claimed: ReadonlySet<string>): Promise<void> {
    const newOrigin = (digest?: string): PatchOrigin => this.#patches.newOrigin(digest);
    const { rows, sessions, changes } = settleItems(items, claimed, newOrigin);
    this.#patches.expectSessions(sessions);
    // Behind: an event may have its session's id.
    this.#patches.forgetSessions(rows);
    const now = changes.slice(0, this.#store.isShared ? 0 : changesAtOnce);
    const changed = new Set(now.map(nameOf));
    const [fresh, unwritten]: [BaseEvent[], FoldedEvent[]] = [[], []];
    const written: EncodedEvent[] = [];
    for (const { projectId, eventId, event, isStarted, postDigest, row } of sessions) {
      if (changed.has(nameOf({ projectId, eventId }))) fresh.push({ event, isStarted, postDigest });
      else if (row === undefined) {
        unwritten.push({ event, version: rowVersion(isStarted), postDigest });
      } else written.push({ kind: "event", projectId, sessionId: eventId, eventId, row });
    }
    const writer = this.startRows();
    await this.#patches.appendWith(now, fresh, async (folded) => {
      const encoded = await encodeAll(writer, [...folded, ...unwritten]);
      await this.#insert([...encoded, ...written, ...rows], [...sessions, ...rows]);
    });
    writer.release();
    await this.#patches.appendAll(changes.slice(now.length));
    await this.#patches.foldStarted(sessions.filter(({ isStarted }) => isStarted));
  }

  /** @param written those of the rows that are no changes of what is there */
  async #insert(rows: readonly EncodedEvent[], written: readonly EventKey[]): Promise<void> {
    if (rows.length === 0) return;
    const pieces = await joinRows(rows.map(({ row }) => row));
    await this.#store.insert("events", pieces, encodedColumns);
    const sizeBytes = pieces.reduce((total, { length }) => total + length, 0);
    this.#onStored(written.length, sizeBytes);
    // After the insert: a patch that arrives from now on finds the event by itself.
    await this.#patches.foldWaiting(written);
  }
}

async function encodeAll(
  writer: RowWriter,
  events: readonly FoldedEvent[],
): Promise<EncodedEvent[]> {
  const encoded: EncodedEvent[] = [];
  for (const { event, ...origin } of events) {
    encoded.push(writer.encode(event, origin));
    if (encoded.length % encodedInATurn === 0) await nextTurn();
  }
  return encoded;
}
