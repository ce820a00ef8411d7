import { setTimeout as wait } from "node:timers/promises";

import type { PatchLog } from "./patch-log.js";

const pauseMs = 1000;

/**
 * Has this server look for the events whose changes it keeps: where several share a store, another one may be sent them.
 * One question at a time, however many events are missing.
 */
export async function watchWaiting(patches: PatchLog, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // A store that does not answer is told of by its health; the next look is later then.
    await patches.foldDue(Date.now()).catch(() => undefined);
    await wait(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
