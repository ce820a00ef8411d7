import { findRepeatingSessions, withinHours } from "../queries/find-repeated-calls.js";
import { KeyedLock } from "../lib/keyed-lock.js";
import { AnswersByPart } from "../store/answers-by-part.js";
import type { Store } from "../store/store.js";

export interface RepeatingSessions {
  /** Whether there may be calls that repeat one of the same hour. */
  readonly areAnyWithinHours: boolean;
  /** Those in which a call may repeat one of another hour. */
  readonly acrossHours: readonly string[];
}

const maxProjects = 200;

/**
 * In which sessions calls may repeat the one directly above them. That is mostly none, and to find so costs as much as
 * the chart of what calls used, so what is known of parts of the store is remembered.
 */
export class KnownRepeatingSessions {
  readonly #answers = new AnswersByPart();
  /** From when on calls were looked at, by project: the earliest that somebody asked for. Unix milliseconds. */
  readonly #since = new Map<string, number>();
  readonly #locks = new KeyedLock();

  /** Among calls that began at that time or later; there may be others. */
  find(store: Store, projectId: string, fromMs: number): Promise<RepeatingSessions> {
    // What several charts of a page ask is found once.
    return this.#locks.run(projectId, async () => {
      const sinceMs = Math.min(this.#since.get(projectId) ?? Infinity, fromMs);
      const found = await this.#answers.find(store, {
        key: JSON.stringify([projectId, sinceMs]),
        ask: (knownParts) =>
          store.select(findRepeatingSessions(projectId, { fromMs: sinceMs, knownParts })),
      });
      this.#remember(projectId, sinceMs);
      return {
        areAnyWithinHours: found.length > 0,
        acrossHours: found.filter((sessionId) => sessionId !== withinHours),
      };
    });
  }

  #remember(projectId: string, sinceMs: number): void {
    this.#since.delete(projectId);
    this.#since.set(projectId, sinceMs);
    for (const oldest of this.#since.keys()) {
      if (this.#since.size <= maxProjects) return;
      this.#since.delete(oldest);
    }
  }
}
