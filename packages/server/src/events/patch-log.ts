import { randomUUID } from "node:crypto";

import { findMedia } from "../ingest/map/messages/media.js";
import { withReferences } from "../ingest/map/messages/with-references.js";
import type { Clock } from "../lib/clock.js";
import { groupBy } from "../lib/group-by.js";
import { MicroBatcher } from "../lib/micro-batcher.js";
import { findEvents } from "../queries/find-events.js";
import { findPatchedEvents } from "../queries/find-patched-events.js";
import { findPatches } from "../queries/find-patches.js";
import { toEventRow } from "../store/event-row.js";
import type { Store } from "../store/store.js";
import { microsToTimestamp } from "../store/timestamps.js";
import { applyPatches, type EventPatch } from "./event-patch.js";
import type { KeptMedia, MediaLog } from "./media-log.js";
import { keepForEver, type Retention } from "./retention.js";
import { WaitingEvents, type EventKey } from "./waiting-events.js";

/** Names a patch that may be appended again; it counts once. */
export interface PatchOrigin {
  readonly patchId: string;
  readonly patchedAtMicros: number;
}

interface PatchItem extends EventKey, PatchOrigin {
  readonly body: string;
}

export interface PatchLogOptions {
  readonly waiting?: WaitingEvents;
  readonly retention?: Retention;
  /** Keeps what changes have inline. */
  readonly media?: MediaLog;
}

/** Events that are read, changed and written together. */
const foldedAtOnce = 1000;

/**
 * Changes of events: appended, then folded into the event with `version` = number of patches. Nothing is
 * locked and nothing is lost: folding twice, or in two places at once, gives the same row.
 */
export class PatchLog {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #batcher: MicroBatcher<PatchItem>;
  readonly #waiting: WaitingEvents;
  readonly #retention: Retention;
  readonly #media: MediaLog | undefined;

  constructor(store: Store, clock: Clock, options: PatchLogOptions = {}) {
    this.#store = store;
    this.#clock = clock;
    this.#waiting = options.waiting ?? new WaitingEvents();
    this.#retention = options.retention ?? keepForEver;
    this.#media = options.media;
    this.#batcher = new MicroBatcher({
      maxItems: 500,
      maxBytes: 8 * 1024 * 1024,
      maxQueuedBytes: 64 * 1024 * 1024,
      run: (items) => this.#write(items),
    });
  }

  /** Takes up patches that an earlier process stored but did not fold. */
  async resume(): Promise<void> {
    const unfolded = await this.#store.findUnfoldedPatches();
    for (const key of unfolded) this.#waiting.add(key);
    await this.#fold(unfolded);
  }

  /** Resolves when the patch is stored and visible, or kept for an event that is still to come. */
  async append(event: EventKey, patch: EventPatch, origin?: PatchOrigin): Promise<void> {
    const body = JSON.stringify(patch);
    const { projectId, eventId } = event;
    const { patchId, patchedAtMicros } = origin ?? this.#newOrigin();
    const item = { projectId, eventId, patchId, patchedAtMicros, body };
    await this.#batcher.submit([item], Buffer.byteLength(body));
  }

  async foldWaiting(events: readonly EventKey[]): Promise<void> {
    const waiting = this.#waiting.hasForgotten
      ? await this.#findPatched(events)
      : events.filter((event) => this.#waiting.has(event));
    await this.#fold(waiting);
  }

  drain(): Promise<void> {
    return this.#batcher.drain();
  }

  #newOrigin(): PatchOrigin {
    return { patchId: randomUUID(), patchedAtMicros: this.#clock() };
  }

  async #write(items: readonly PatchItem[]): Promise<void> {
    const rows = items.map((item) => ({
      project_id: item.projectId,
      event_id: item.eventId,
      patched_at: microsToTimestamp(item.patchedAtMicros),
      patch_id: item.patchId,
      retention_days: this.#retention(item.projectId),
      body: item.body,
      version: 0,
    }));
    await this.#store.insertRows("event_patches", rows);
    // Before the events are looked up: one that is stored in between is folded by its writer.
    for (const item of items) this.#waiting.add(item);
    await this.#fold(items);
  }

  async #fold(keys: readonly EventKey[]): Promise<void> {
    for (const [projectId, events] of groupBy(keys, (key) => key.projectId)) {
      const ids = [...new Set(events.map((event) => event.eventId))];
      for (let start = 0; start < ids.length; start += foldedAtOnce) {
        await this.#foldProject(projectId, ids.slice(start, start + foldedAtOnce));
      }
    }
  }

  async #foldProject(projectId: string, eventIds: readonly string[]): Promise<void> {
    const events = await this.#store.select({
      ...findEvents(projectId, eventIds),
      isForWrite: true,
    });
    if (events.length === 0) return;
    const found = events.map((event) => event.event_id);
    const patches = await this.#store.select({
      ...findPatches(projectId, found),
      isForWrite: true,
    });
    const byEvent = groupBy(patches, (patch) => patch.eventId);
    const kept: KeptMedia[] = [];
    const rows = events.map((event) => {
      // Bodies are written by `append` and by nothing else.
      const own = (byEvent.get(event.event_id) ?? []).map(({ body }) => body as EventPatch);
      const patched = applyPatches(event, own);
      const folded = own.some(changesPayload) ? withReferences(patched) : patched;
      if (own.some((patch) => patch.messages !== undefined || changesPayload(patch))) {
        kept.push(...findMedia(folded).map((media) => ({ owner: folded, media })));
      }
      const row = toEventRow(folded, own.length);
      return { ...row, retention_days: this.#retention(projectId) };
    });
    await this.#media?.append(kept);
    await this.#store.insertRows("events", rows);
    for (const eventId of found) this.#waiting.delete({ projectId, eventId });
  }

  async #findPatched(events: readonly EventKey[]): Promise<EventKey[]> {
    const found: EventKey[] = [];
    for (const [projectId, own] of groupBy(events, (event) => event.projectId)) {
      const ids = own.map((event) => event.eventId);
      const patched = await this.#store.select({
        ...findPatchedEvents(projectId, ids),
        isForWrite: true,
      });
      found.push(...patched.map((eventId) => ({ projectId, eventId })));
    }
    return found;
  }
}

function changesPayload({ merge = {}, replace = {} }: EventPatch): boolean {
  return ["inputs", "outputs"].some((bucket) => bucket in merge || bucket in replace);
}
