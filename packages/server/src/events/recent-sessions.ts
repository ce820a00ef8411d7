import type { EventPatch } from "./event-patch.js";
import type { NamedPatch } from "./post-digest.js";
import type { BaseEvent } from "../queries/find-events.js";
import { nameOf, type EventKey } from "./waiting-events.js";

/** A change as it was stored. */
interface RecentChange extends EventKey {
  readonly patchId: string;
  readonly patchedAtMicros: number;
  /** The patch as JSON. */
  readonly body: string;
}

interface RecentSession {
  readonly base: BaseEvent;
  /** By what tells changes of an event apart: one that is stored again counts once, as it was stored last. */
  readonly changes: Map<string, RecentChange>;
}

const maxRemembered = 2048;
/** What is larger is read from the store. */
const maxTextLength = 8 * 1024;

/**
 * Sessions that this process has just written, and all changes of them: most sessions are changed once, soon after they
 * have begun, and looking for both in the store costs half of what writing them does. Only where nobody else writes.
 */
export class RecentSessions {
  readonly #sessions = new Map<string, RecentSession>();

  /** Before it is written, of a session of which no change is stored. */
  add(base: BaseEvent): void {
    const { project_id: projectId, event_id: eventId, inputs, outputs, metadata } = base.event;
    if (JSON.stringify([inputs, outputs, metadata]).length > maxTextLength) return;
    this.#sessions.set(nameOf({ projectId, eventId }), { base, changes: new Map() });
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= maxRemembered) return;
      this.#sessions.delete(oldest);
    }
  }

  /** When changes have been stored, before anybody asks for them. */
  change(changes: readonly RecentChange[]): void {
    for (const change of changes) {
      const known = this.#sessions.get(nameOf(change));
      if (known === undefined) continue;
      if (change.body.length > maxTextLength) this.forget(change);
      else known.changes.set(`${change.patchedAtMicros}/${change.patchId}`, change);
    }
  }

  /** The session as it was written first. */
  baseOf(session: EventKey): BaseEvent | undefined {
    return this.#sessions.get(nameOf(session))?.base;
  }

  /** All that has changed it, in the order in which it is folded. */
  patchesOf(session: EventKey): NamedPatch[] | undefined {
    const changes = this.#sessions.get(nameOf(session))?.changes;
    if (changes === undefined) return undefined;
    // Bodies are written by the log of patches and by nothing else.
    return [...changes.values()]
      .toSorted(inOrder)
      .map(({ patchId, body }) => ({ patchId, patch: JSON.parse(body) as EventPatch }));
  }

  forget(event: EventKey): void {
    this.#sessions.delete(nameOf(event));
  }

  forgetProject(projectId: string): void {
    for (const [name, { base }] of this.#sessions) {
      if (base.event.project_id === projectId) this.#sessions.delete(name);
    }
  }
}

/** As the store sorts them: by time, then by the bytes of the id. */
function inOrder(left: RecentChange, right: RecentChange): number {
  return (
    left.patchedAtMicros - right.patchedAtMicros ||
    Buffer.compare(Buffer.from(left.patchId), Buffer.from(right.patchId))
  );
}
