import { randomUUID } from "node:crypto";

import type { Event } from "@honeyhive/contract";

import { findMedia } from "../mapping/messages/media.js";
import { withReferences } from "../mapping/messages/with-references.js";
import type { Clock } from "../lib/clock.js";
import { groupBy } from "../lib/group-by.js";
import { MicroBatcher } from "../lib/micro-batcher.js";
import { findBroughtErrors } from "../queries/find-brought-errors.js";
import { findBases, type BaseEvent } from "../queries/find-events.js";
import { findPatchedEvents } from "../queries/find-patched-events.js";
import { findPatches } from "../queries/find-patches.js";
import { toEventRow } from "../store/event-row.js";
import { rowVersion } from "../store/row-version.js";
import type { Store } from "../store/store.js";
import { microsToTimestamp } from "../store/timestamps.js";
import { applyPatches, type EventPatch } from "./event-patch.js";
import type { KeptMedia, MediaLog } from "./media-log.js";
import { keepForEver, type Retention } from "./retention.js";
import { patchIdOfPost, withoutRepeats, type NamedPatch } from "./post-digest.js";
import { RecentSessions } from "./recent-sessions.js";
import { nameOf, WaitingEvents, type EventKey } from "./waiting-events.js";

/** Names a patch that may be appended again; it counts once. */
export interface PatchOrigin {
  readonly patchId: string;
  readonly patchedAtMicros: number;
}

/** A change of an event. `patchId`: of one that another event brings, that event's id. */
export interface EventChange extends EventKey, PatchOrigin {
  /** The patch as JSON. */
  readonly body: string;
}

/** An event with all of its changes, and the version that says so. */
export interface FoldedEvent {
  readonly event: Event;
  readonly version: number;
  /** As its base has it. */
  readonly postDigest: string;
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
  readonly #batcher: MicroBatcher<EventChange>;
  readonly #waiting: WaitingEvents;
  readonly #recent = new RecentSessions();
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

  /**
   * Takes up patches that an earlier process stored but did not fold. Where nobody else writes, events are lost that are
   * not stored by now, and their changes are taken back.
   */
  async resume(): Promise<void> {
    const unfolded = await this.#store.findUnfoldedPatches();
    if (!this.#store.isShared) await this.#withdrawErrors(unfolded);
    for (const key of unfolded) this.#waiting.add(key);
    await this.#fold(unfolded);
  }

  /** Resolves when the patch is stored and visible, or kept for an event that is still to come. */
  async append(event: EventKey, patch: EventPatch, origin?: PatchOrigin): Promise<void> {
    const body = JSON.stringify(patch);
    const { projectId, eventId } = event;
    const { patchId, patchedAtMicros } = origin ?? this.newOrigin();
    await this.appendAll([{ projectId, eventId, patchId, patchedAtMicros, body }]);
  }

  /** The same for changes in their order. */
  async appendAll(changes: readonly EventChange[]): Promise<void> {
    const sizeBytes = changes.reduce((total, { body }) => total + Buffer.byteLength(body), 0);
    await this.#batcher.submit(changes, sizeBytes);
  }

  /** Whether changes of the event are kept, and the event was not there. */
  isWaiting(event: EventKey): boolean {
    return this.#waiting.has(event);
  }

  /** Of a change that happens now: of a post, which may come again, by its digest. */
  newOrigin(postDigest?: string): PatchOrigin {
    const patchId = postDigest === undefined ? randomUUID() : patchIdOfPost(postDigest);
    return { patchId, patchedAtMicros: this.#clock() };
  }

  /** Sessions that are about to be written for the first time: their changes need not be looked for in the store. */
  expectSessions(sessions: readonly BaseEvent[]): void {
    // Where others write, they may change it too; of what has been forgotten, changes may be stored.
    if (this.#store.isShared || this.#waiting.hasForgotten) return;
    for (const session of sessions) {
      if (!this.#waiting.has(toKey(session.event))) this.#recent.add(session);
    }
  }

  /** Of events that are written once more, or could not be written. */
  forgetSessions(events: readonly EventKey[]): void {
    for (const event of events) this.#recent.forget(event);
  }

  forgetProject(projectId: string): void {
    this.#recent.forgetProject(projectId);
  }

  /**
   * Stores changes, and has `write` store the events that they change with whatever else it stores. Nobody has written
   * those that are `fresh`. An event that is neither fresh nor stored takes its changes over when it comes.
   */
  async appendWith(
    changes: readonly EventChange[],
    fresh: readonly BaseEvent[],
    write: (folded: readonly FoldedEvent[]) => Promise<void>,
  ): Promise<void> {
    if (changes.length === 0) return write([]);
    await this.#insert(changes);
    try {
      // Before their changes are read: one that is stored later waits for the event, and the event's writer folds it.
      for (const { event } of fresh) this.#waiting.delete(toKey(event));
      const isFresh = new Set(fresh.map(({ event }) => nameOf(toKey(event))));
      const others = changes.filter((change) => !isFresh.has(nameOf(change)));
      const stored = await this.#findBases(others);
      await write(await this.#foldAll([...fresh, ...stored]));
      for (const { event } of stored) this.#waiting.delete(toKey(event));
    } catch (error) {
      for (const change of changes) this.#waiting.add(change);
      // What was expected to be stored is what the caller has to know of.
      await this.#withdraw(changes).catch(() => undefined);
      throw error;
    }
  }

  async foldWaiting(events: readonly EventKey[]): Promise<void> {
    const waiting = this.#waiting.hasForgotten
      ? await this.#findPatched(events)
      : events.filter((event) => this.#waiting.has(event));
    await this.#fold(waiting);
  }

  /**
   * Changes sessions that were just stored as they were started by what other servers have changed their guesses by. Who
   * changes one from now on finds the start.
   */
  async foldStarted(sessions: readonly EventKey[]): Promise<void> {
    if (!this.#store.isShared || sessions.length === 0) return;
    await this.#fold(await this.#findPatched(sessions));
  }

  /** Looks for events that were changed here before they came, and came to another server. */
  async foldDue(nowMs: number): Promise<void> {
    await this.#fold(this.#waiting.takeDue(nowMs, foldedAtOnce));
  }

  drain(): Promise<void> {
    return this.#batcher.drain();
  }

  /**
   * Takes back changes whose events are not stored: they may never be sent again. What is inserted last counts, so that
   * one that is sent again changes what it did at first.
   */
  async #withdraw(changes: readonly (EventKey & PatchOrigin)[]): Promise<void> {
    const bringers = await this.#findStored(changes.map(toBringer));
    const stored = new Set(bringers.map(({ event }) => nameOf(toKey(event))));
    const withdrawn = changes.filter((change) => !stored.has(nameOf(toBringer(change))));
    await this.#insert(withdrawn.map((change) => ({ ...change, body: "{}" })));
  }

  async #withdrawErrors(keys: readonly EventKey[]): Promise<void> {
    for (const [projectId, ids] of idsByProject(keys)) {
      for (let start = 0; start < ids.length; start += foldedAtOnce) {
        const some = ids.slice(start, start + foldedAtOnce);
        await this.#withdraw(await this.#store.select(findBroughtErrors(projectId, some)));
      }
    }
  }

  async #write(items: readonly EventChange[]): Promise<void> {
    await this.#insert(items);
    await this.#fold(items);
  }

  /** Stores changes, of which their events are to learn. */
  async #insert(items: readonly EventChange[]): Promise<void> {
    const rows = items.map((item) => ({
      project_id: item.projectId,
      event_id: item.eventId,
      patched_at: microsToTimestamp(item.patchedAtMicros),
      patch_id: item.patchId,
      retention_days: this.#retention(item.projectId, item.patchedAtMicros / 1000),
      body: item.body,
      version: 0,
    }));
    try {
      await this.#store.insertRows("event_patches", rows);
    } catch (error) {
      // They may be stored all the same.
      this.forgetSessions(items);
      throw error;
    }
    // In one turn, and before the events are looked up: one that is stored in between is folded by its writer.
    this.#recent.change(items);
    for (const item of items) this.#waiting.add(item);
  }

  async #fold(keys: readonly EventKey[]): Promise<void> {
    for (const [projectId, ids] of idsByProject(keys)) {
      for (let start = 0; start < ids.length; start += foldedAtOnce) {
        await this.#foldStored(projectId, ids.slice(start, start + foldedAtOnce));
      }
    }
  }

  async #foldStored(projectId: string, eventIds: readonly string[]): Promise<void> {
    const bases = await this.#store.select(findBases(projectId, eventIds));
    if (bases.length === 0) return;
    const folded = await this.#foldEvents(projectId, bases);
    const rows = folded.map(({ event, version, postDigest }) => ({
      ...toEventRow(event, version),
      post_digest: postDigest,
      retention_days: this.#retention(projectId, event.start_time),
    }));
    await this.#store.insertRows("events", rows);
    for (const { event } of bases) this.#waiting.delete(toKey(event));
  }

  /** Events with the changes that are stored now. */
  async #foldEvents(projectId: string, bases: readonly BaseEvent[]): Promise<FoldedEvent[]> {
    const patches = await this.#findPatches(projectId, bases);
    const kept: KeptMedia[] = [];
    const folded = bases.map(({ event, isStarted, postDigest }) => {
      const stored = patches.get(event.event_id) ?? [];
      const own = withoutRepeats(stored, postDigest);
      const patched = applyPatches(event, own);
      const referring = own.some(changesPayload) ? withReferences(patched) : patched;
      if (own.some((patch) => patch.messages !== undefined || changesPayload(patch))) {
        kept.push(...findMedia(referring).map((media) => ({ owner: referring, media })));
      }
      return { event: referring, version: rowVersion(isStarted, stored.length), postDigest };
    });
    await this.#media?.append(kept);
    return folded;
  }

  /** By event, its changes in their order. */
  async #findPatches(
    projectId: string,
    bases: readonly BaseEvent[],
  ): Promise<ReadonlyMap<string, readonly NamedPatch[]>> {
    const found = new Map<string, NamedPatch[]>();
    const unknown: string[] = [];
    for (const { event } of bases) {
      const recent = this.#recent.patchesOf(toKey(event));
      if (recent === undefined) unknown.push(event.event_id);
      else found.set(event.event_id, recent);
    }
    if (unknown.length === 0) return found;
    const query = { ...findPatches(projectId, unknown), isForWrite: true };
    const stored = groupBy(await this.#store.select(query), (patch) => patch.eventId);
    for (const [eventId, patches] of stored) {
      // Bodies are written by `append` and `appendWith` and by nothing else.
      found.set(
        eventId,
        patches.map(({ patchId, body }) => ({ patchId, patch: body as EventPatch })),
      );
    }
    return found;
  }

  async #foldAll(bases: readonly BaseEvent[]): Promise<FoldedEvent[]> {
    const folded: FoldedEvent[] = [];
    for (const [projectId, own] of groupBy(bases, ({ event }) => event.project_id)) {
      folded.push(...(await this.#foldEvents(projectId, own)));
    }
    return folded;
  }

  /** Of events that may have been written just now. */
  async #findBases(keys: readonly EventKey[]): Promise<BaseEvent[]> {
    const recent = new Map<string, BaseEvent>();
    const others: EventKey[] = [];
    for (const key of keys) {
      const base = this.#recent.baseOf(key);
      if (base === undefined) others.push(key);
      else recent.set(nameOf(key), base);
    }
    return [...recent.values(), ...(await this.#findStored(others))];
  }

  async #findStored(keys: readonly EventKey[]): Promise<BaseEvent[]> {
    const found: BaseEvent[] = [];
    for (const [projectId, ids] of idsByProject(keys)) {
      found.push(...(await this.#store.select(findBases(projectId, ids))));
    }
    return found;
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

function toBringer({ projectId, patchId }: EventKey & PatchOrigin): EventKey {
  return { projectId, eventId: patchId };
}

function toKey({ project_id, event_id }: Event): EventKey {
  return { projectId: project_id, eventId: event_id };
}

/** Each id once. */
function idsByProject(keys: readonly EventKey[]): [projectId: string, ids: string[]][] {
  return [...groupBy(keys, (key) => key.projectId)].map(([projectId, own]) => [
    projectId,
    [...new Set(own.map((key) => key.eventId))],
  ]);
}
