import { createHash } from "node:crypto";

import {
  digestNamingSessions,
  findMixedAmong,
  findMixedSessions,
  type SessionsOfRuns,
} from "../queries/find-mixed-sessions.js";
import { AnswersByPart } from "../store/answers-by-part.js";
import type { Store } from "../store/store.js";

/**
 * In which sessions of runs there are events that do not name the runs. That is mostly none, and to find so is most of
 * what it costs to read a run, so what is known of parts of the store is remembered.
 */
export class MixedSessions {
  readonly #answers = new AnswersByPart();

  /** Of those that name one of the runs, or did once. */
  async findNaming(
    store: Store,
    projectId: string,
    runIds: readonly string[],
  ): Promise<readonly string[]> {
    const ask = (knownParts: readonly string[]): Promise<string[]> =>
      store.select(findMixedSessions(projectId, { runIds, knownParts }));
    if (store.isShared) return ask([]);
    const digest = async (): Promise<string> =>
      (await store.select(digestNamingSessions(projectId, runIds))).join();
    const before = await digest();
    const key = JSON.stringify([projectId, runIds.toSorted(), before]);
    // Sessions that were told of meanwhile were not looked for in what was read before.
    return this.#answers.find(store, {
      key,
      ask,
      isValid: async () => (await digest()) === before,
    });
  }

  /** Of these, their own events included. */
  async findAmong(
    store: Store,
    projectId: string,
    { runIds, sessionIds }: SessionsOfRuns,
  ): Promise<readonly string[]> {
    if (sessionIds.length === 0) return [];
    const asked = JSON.stringify([projectId, runIds.toSorted(), sessionIds.toSorted()]);
    return this.#answers.find(store, {
      key: createHash("sha256").update(asked).digest("base64"),
      ask: (knownParts) =>
        store.select(findMixedAmong(projectId, { runIds, sessionIds, knownParts })),
    });
  }
}
