import type { Event } from "@honeyhive/contract";

import { groupBy } from "../group-by.js";
import { findKnownSessions } from "../queries/find-known-sessions.js";
import type { Store } from "../store/store.js";

const maxRemembered = 100_000;

interface Claim {
  readonly projectId: string;
  readonly sessionIds: readonly string[];
  readonly settle: (claimed: Promise<Set<string>>) => void;
}

/**
 * Decides who writes a session's own event: whoever claims the session first. Claims are made in rounds, one
 * after the other and each with one query a project, so that a session start and its spans never both write it
 * and a thousand starts at once cost a few queries.
 */
export class SessionRegistry {
  readonly #store: Store;
  /** In order of use; the least recently used is forgotten first. */
  readonly #known = new Set<string>();
  #waiting: Claim[] = [];
  #isClaiming = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Those of the sessions that nobody has written yet. The caller must write them, or `release` them. */
  async claim(projectId: string, sessionIds: readonly string[]): Promise<Set<string>> {
    const unknown = sessionIds.filter((id) => !this.#remember(projectId, id));
    if (unknown.length === 0) return new Set();
    return new Promise((settle) => {
      this.#waiting.push({ projectId, sessionIds: unknown, settle });
      if (!this.#isClaiming) void this.#claimWaiting();
    });
  }

  release(projectId: string, sessionIds: Iterable<string>): void {
    for (const id of sessionIds) this.#known.delete(`${projectId}/${id}`);
  }

  async #claimWaiting(): Promise<void> {
    this.#isClaiming = true;
    while (this.#waiting.length > 0) {
      const round = this.#waiting;
      this.#waiting = [];
      for (const [projectId, claims] of groupBy(round, (claim) => claim.projectId)) {
        const wanted = [...new Set(claims.flatMap((claim) => claim.sessionIds))];
        const stored = this.#findStored(projectId, wanted);
        for (const claim of claims) claim.settle(stored.then(() => this.#take(claim)));
        // A failed query fails its claims, each for its own caller; the next round asks again.
        await stored.catch(() => undefined);
      }
    }
    this.#isClaiming = false;
  }

  /** Remembers what the store has of these sessions. */
  async #findStored(projectId: string, sessionIds: readonly string[]): Promise<void> {
    const unknown = sessionIds.filter((id) => !this.#known.has(`${projectId}/${id}`));
    if (unknown.length === 0) return;
    for (const id of await this.#store.select(findKnownSessions(projectId, unknown))) {
      this.#known.add(`${projectId}/${id}`);
    }
    this.#forgetOldest();
  }

  /** What nobody has taken goes to the first who asks; from then on it is known. */
  #take({ projectId, sessionIds }: Claim): Set<string> {
    const taken = sessionIds.filter((id) => !this.#known.has(`${projectId}/${id}`));
    for (const id of taken) this.#known.add(`${projectId}/${id}`);
    return new Set(taken);
  }

  /** Whether it is known; if so, it now counts as recently used. */
  #remember(projectId: string, sessionId: string): boolean {
    const key = `${projectId}/${sessionId}`;
    if (!this.#known.delete(key)) return false;
    this.#known.add(key);
    return true;
  }

  #forgetOldest(): void {
    for (const key of this.#known) {
      if (this.#known.size <= maxRemembered) return;
      this.#known.delete(key);
    }
  }
}

/** A session of which only spans are known so far. A session start that comes later fills it in. */
export function autoSession(first: Event, sessionName: string | undefined): Event {
  const { run_id, dataset_id, datapoint_id } = first.metadata;
  const evaluation = Object.fromEntries(
    Object.entries({ run_id, dataset_id, datapoint_id }).filter(([, id]) => id !== undefined),
  );
  return {
    event_id: first.session_id,
    session_id: first.session_id,
    parent_id: null,
    children_ids: [],
    event_type: "session",
    event_name: sessionName ?? "Session",
    source: first.source,
    project_id: first.project_id,
    inputs: {},
    outputs: {},
    config: {},
    metadata: { ...evaluation, auto_created: true },
    metrics: {},
    feedback: {},
    user_properties: {},
    error: null,
    start_time: first.start_time,
    end_time: first.start_time,
    duration: 0,
  };
}
