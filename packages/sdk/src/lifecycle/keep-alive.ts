import type { Pipeline } from "../pipeline/pipeline.js";

/** Gives the platform one promise at a time, from the first span that waits until nothing does. */
export function createKeepAlive(
  waitUntil: ((delivery: Promise<unknown>) => void) | undefined,
  pipeline: Pipeline,
  timeoutMs: number,
): (() => void) | undefined {
  if (waitUntil === undefined) return undefined;
  let isPending = false;
  return () => {
    if (isPending) return;
    isPending = true;
    // What ends in the same turn goes with it.
    const delivery = new Promise((resolve) => setImmediate(resolve))
      .then(() => pipeline.flush(timeoutMs))
      .finally(() => (isPending = false));
    try {
      waitUntil(delivery);
    } catch {
      // Outside a request the platform may refuse; the delivery goes on all the same.
    }
  };
}
