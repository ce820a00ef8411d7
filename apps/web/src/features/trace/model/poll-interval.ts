import type { EventNode } from "@honeyhive/contract";

import { pollIntervalMs } from "../../../lib/api/run-queries.js";

const dayMs = 24 * 60 * 60 * 1_000;
/** A session that was silent for a minute is asked for every four seconds, after an hour every four minutes. */
const readsPerSilence = 15;

/**
 * How long until a session is asked for again: the longer nothing of it has ended, the longer. False where that is so
 * long ago that nothing more is awaited. Clocks of senders that are ahead count as those that are behind.
 */
export function sessionPollInterval(root: EventNode, nowMs: number): number | false {
  const silentMs = Math.abs(nowMs - lastEnd(root));
  return silentMs < dayMs && Math.max(pollIntervalMs, silentMs / readsPerSilence);
}

function lastEnd(root: EventNode): number {
  let lastMs = -Infinity;
  const rest = [root];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    lastMs = Math.max(lastMs, node.start_time, node.end_time);
    for (const child of node.children) rest.push(child);
  }
  return lastMs;
}
