import { groupBy } from "../lib/group-by.js";
import { findKnownSessions, findListedSessions } from "../queries/find-known-sessions.js";
import type { Store } from "../store/store.js";

const maxRemembered = 100_000;

/** Where others write to the store, one of them may have deleted what was known. */
const knownMs = 30_000;

interface Claim {
  readonly projectId: string;
  readonly sessionIds: readonly string[];
  readonly resolve: (claimed: Set<string>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Decides who writes a session's own event: whoever claims the session first. Claims are decided in rounds,
 * one after the other, so that a session start and its spans never both write it.
 */
export class SessionRegistry {
  readonly #store: Store;
  /** Since when, in order of use; the least recently used is forgotten first. */
  readonly #known = new Map<string, number>();
  readonly #nowMs: () => number;
  /** Those that were heard of since. */
  readonly #deleted = new Set<string>();
  #claims: Claim[] = [];
  #isDeciding = false;

  constructor(store: Store, nowMs: () => number = () => performance.now()) {
    this.#store = store;
    this.#nowMs = nowMs;
  }

  /** Whether somebody has claimed it, or was seen to have written it; if so, it now counts as recently used. */
  isKnown(projectId: string, sessionId: string): boolean {
    const key = toKey(projectId, sessionId);
    const sinceMs = this.#known.get(key);
    if (sinceMs === undefined) return false;
    this.#known.delete(key);
    if (this.#store.isShared && this.#nowMs() - sinceMs > knownMs) return false;
    this.#known.set(key, sinceMs);
    return true;
  }

  /** Whether it is known to be deleted: of one that was claimed, it is known whether it is. */
  isDeleted(projectId: string, sessionId: string): boolean {
    // Asked for every event, where mostly there is none.
    return this.#deleted.size > 0 && this.#deleted.has(toKey(projectId, sessionId));
  }

  /** What is sent of it from now on is not kept. */
  markDeleted(projectId: string, sessionId: string): void {
    const key = toKey(projectId, sessionId);
    this.#known.delete(key);
    this.#deleted.delete(key);
    this.#deleted.add(key);
    forgetOldest(this.#deleted);
  }

  /** Those of the sessions that nobody has written yet, or deleted. The caller must write them, or `release` them. */
  claim(projectId: string, sessionIds: readonly string[]): Promise<Set<string>> {
    const unknown = sessionIds.filter(
      (id) => !this.isKnown(projectId, id) && !this.isDeleted(projectId, id),
    );
    if (unknown.length === 0) return Promise.resolve(new Set());
    return new Promise((resolve, reject) => {
      this.#claims.push({ projectId, sessionIds: unknown, resolve, reject });
      if (!this.#isDeciding) void this.#decideAll();
    });
  }

  /** One of which nobody else can know: whoever calls this has just made its id. */
  claimNew(projectId: string, sessionId: string): Set<string> {
    this.#known.set(toKey(projectId, sessionId), this.#nowMs());
    forgetOldest(this.#known);
    return new Set([sessionId]);
  }

  /** Looks for what others have done, or this server has forgotten; nobody has to write what is not there. */
  async recall(projectId: string, sessionIds: readonly string[]): Promise<void> {
    await this.#readStored(projectId, sessionIds);
  }

  release(projectId: string, sessionIds: Iterable<string>): void {
    for (const id of sessionIds) this.#known.delete(toKey(projectId, id));
  }

  /** Of a project that was deleted nothing is there any more. */
  forgetProject(projectId: string): void {
    const prefix = toKey(projectId, "");
    for (const keys of [this.#known, this.#deleted]) {
      for (const key of keys.keys()) if (key.startsWith(prefix)) keys.delete(key);
    }
  }

  async #decideAll(): Promise<void> {
    this.#isDeciding = true;
    // Claims of the same turn are one round.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#claims.length > 0) {
      const round = groupBy(this.#claims, ({ projectId }) => projectId);
      this.#claims = [];
      await Promise.all([...round].map(([projectId, claims]) => this.#decide(projectId, claims)));
    }
    this.#isDeciding = false;
  }

  /** One look into the store for all claims of a round. */
  async #decide(projectId: string, claims: readonly Claim[]): Promise<void> {
    const ids = new Set(claims.flatMap(({ sessionIds }) => sessionIds));
    // The round before may have decided on some.
    const unknown = [...ids].filter((id) => this.#isFree(projectId, id));
    try {
      await this.#readStored(projectId, unknown);
    } catch (error) {
      for (const claim of claims) claim.reject(error);
      return;
    }
    for (const { sessionIds, resolve } of claims) {
      const claimed = sessionIds.filter((id) => this.#isFree(projectId, id));
      for (const id of claimed) this.#known.set(toKey(projectId, id), this.#nowMs());
      resolve(new Set(claimed));
    }
    forgetOldest(this.#known);
  }

  #isFree(projectId: string, sessionId: string): boolean {
    const key = toKey(projectId, sessionId);
    return !this.#known.has(key) && !this.#deleted.has(key);
  }

  /** The second look is for sessions that another process wrote, or that were forgotten here. */
  async #readStored(projectId: string, sessionIds: readonly string[]): Promise<void> {
    if (sessionIds.length === 0) return;
    const stored = await this.#store.select(findKnownSessions(projectId, sessionIds));
    const alive = stored.flatMap(({ id, isDeleted }) => (isDeleted ? [] : [id]));
    const listed =
      alive.length === 0 ? [] : await this.#store.select(findListedSessions(projectId, alive));
    for (const { id, isDeleted } of stored) if (isDeleted) this.markDeleted(projectId, id);
    for (const id of listed) this.#known.set(toKey(projectId, id), this.#nowMs());
  }
}

function forgetOldest(keys: Set<string> | Map<string, number>): void {
  for (const key of keys.keys()) {
    if (keys.size <= maxRemembered) return;
    keys.delete(key);
  }
}

function toKey(projectId: string, sessionId: string): string {
  return `${projectId}/${sessionId}`;
}
