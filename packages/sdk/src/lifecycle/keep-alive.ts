import type { Pipeline } from "../pipeline/pipeline.js";
import type { KeepAlive } from "../core/tracer-core.js";

/**
 * Gives the platform a promise for each session, one at a time: from the first of its spans that waits until none does.
 * Requests that run at once have a session each, and a platform waits for what it was given in the same request alone.
 */
export function createKeepAlive(
  waitUntil: ((delivery: Promise<unknown>) => void) | undefined,
  pipeline: Pipeline,
  timeoutMs: number,
): KeepAlive | undefined {
  if (waitUntil === undefined) return undefined;
  /** Those that are delivered, and whether more has ended since that began. */
  const delivered = new WeakMap<object, { hasMore: boolean }>();
  const deliver = async (session: object, state: { hasMore: boolean }): Promise<void> => {
    try {
      while (state.hasMore) {
        // What ends in the same turn goes with it.
        await new Promise((resolve) => setImmediate(resolve));
        state.hasMore = false;
        await pipeline.flush(timeoutMs);
      }
    } finally {
      delivered.delete(session);
    }
  };
  return (session) => {
    const running = delivered.get(session);
    if (running !== undefined) {
      running.hasMore = true;
      return;
    }
    const state = { hasMore: true };
    delivered.set(session, state);
    const delivery = deliver(session, state);
    try {
      waitUntil(delivery);
    } catch {
      // Outside a request the platform may refuse; the delivery goes on all the same.
    }
  };
}
