import { randomUUID } from "node:crypto";

import type { Clock } from "../clock.js";
import { groupBy } from "../group-by.js";
import { MicroBatcher } from "../micro-batcher.js";
import { findEvents } from "../queries/find-events.js";
import { findPatches } from "../queries/find-patches.js";
import { toEventRow } from "../store/event-row.js";
import type { Store } from "../store/store.js";
import { microsToTimestamp } from "../store/timestamps.js";
import { applyPatches, type EventPatch } from "./event-patch.js";

export interface EventKey {
  readonly projectId: string;
  readonly eventId: string;
}

/** Names a patch that may be appended again; it counts once. */
export interface PatchOrigin {
  readonly patchId: string;
  readonly patchedAtMicros: number;
}

interface PatchItem extends EventKey, PatchOrigin {
  readonly body: string;
}

/**
 * Changes of events: appended, then folded into the event with `version` = number of patches. Nothing is
 * locked and nothing is lost: folding twice, or in two places at once, gives the same row.
 */
export class PatchLog {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #batcher: MicroBatcher<PatchItem>;
  /** Keys of patches whose event has not been seen yet. */
  readonly #waiting = new Set<string>();

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
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
    for (const key of unfolded) this.#waiting.add(toKey(key));
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
    if (this.#waiting.size === 0) return;
    await this.#fold(events.filter((event) => this.#waiting.has(toKey(event))));
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
      body: item.body,
      version: 0,
    }));
    await this.#store.insertRows("event_patches", rows);
    // Before the events are looked up: one that is stored in between is folded by its writer.
    for (const item of items) this.#waiting.add(toKey(item));
    await this.#fold(items);
  }

  async #fold(keys: readonly EventKey[]): Promise<void> {
    for (const [projectId, events] of groupBy(keys, (key) => key.projectId)) {
      await this.#foldProject(projectId, [...new Set(events.map((event) => event.eventId))]);
    }
  }

  async #foldProject(projectId: string, eventIds: readonly string[]): Promise<void> {
    const events = await this.#store.select(findEvents(projectId, eventIds));
    if (events.length === 0) return;
    const found = events.map((event) => event.event_id);
    const patches = await this.#store.select(findPatches(projectId, found));
    const byEvent = groupBy(patches, (patch) => patch.eventId);
    const rows = events.map((event) => {
      // Bodies are written by `append` and by nothing else.
      const own = (byEvent.get(event.event_id) ?? []).map(({ body }) => body as EventPatch);
      return toEventRow(applyPatches(event, own), own.length);
    });
    await this.#store.insertRows("events", rows);
    for (const eventId of found) this.#waiting.delete(toKey({ projectId, eventId }));
  }
}

function toKey({ projectId, eventId }: EventKey): string {
  return `${projectId}/${eventId}`;
}
