import type { Event } from "@honeyhive/contract";

import { findKnownSessions } from "../queries/find-known-sessions.js";
import type { Store } from "../store/store.js";

const maxRemembered = 100_000;

/**
 * Decides who writes a session's own event: whoever claims the session first. Claims are made one after the
 * other, so that a session start and its spans never both write it.
 */
export class SessionRegistry {
  readonly #store: Store;
  /** In order of use; the least recently used is forgotten first. */
  readonly #known = new Set<string>();
  #claims: Promise<unknown> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Those of the sessions that nobody has written yet. The caller must write them, or `release` them. */
  async claim(projectId: string, sessionIds: readonly string[]): Promise<Set<string>> {
    const unknown = sessionIds.filter((id) => !this.#remember(projectId, id));
    if (unknown.length === 0) return new Set();
    const claim = this.#claims.then(() => this.#claimUnknown(projectId, unknown));
    this.#claims = claim.catch(() => {});
    return claim;
  }

  release(projectId: string, sessionIds: Iterable<string>): void {
    for (const id of sessionIds) this.#known.delete(`${projectId}/${id}`);
  }

  async #claimUnknown(projectId: string, sessionIds: readonly string[]): Promise<Set<string>> {
    const unknown = sessionIds.filter((id) => !this.#known.has(`${projectId}/${id}`));
    if (unknown.length === 0) return new Set();
    const stored = new Set(await this.#store.select(findKnownSessions(projectId, unknown)));
    for (const id of unknown) this.#known.add(`${projectId}/${id}`);
    this.#forgetOldest();
    return new Set(unknown.filter((id) => !stored.has(id)));
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
