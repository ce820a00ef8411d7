import { setTimeout as sleep } from "node:timers/promises";

import { HoneyHiveError } from "../../lib/errors.js";
import type { Turn } from "./adaptive-limit.js";
import { readTransience } from "./transient-error.js";

export interface RetryOptions {
  /** Attempts after the first one. */
  readonly retries: number;
  /** Attempts after those that a service refused because there were too many: nothing is wrong with the case. */
  readonly throttledRetries: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  readonly random: () => number;
}

/** With eight waits a service that says nothing of their length has between one and two minutes. */
export const defaultRetries = { retries: 2, throttledRetries: 8 };

/** @param chosen attempts after the first one, where somebody says how many */
export function retryOptions(chosen: number | undefined): RetryOptions {
  return {
    ...(chosen === undefined ? defaultRetries : { retries: chosen, throttledRetries: chosen }),
    firstDelayMs: 500,
    maxDelayMs: 60_000,
    random: Math.random,
  };
}

export interface Retrying<Result> {
  readonly attempt: () => Result | Promise<Result>;
  readonly options: RetryOptions;
  readonly turn: Pick<Turn, "throttle">;
  readonly signal: AbortSignal | undefined;
}

/**
 * What follows an attempt that has failed: the next ones, while their errors say that they are transient, or the last
 * error. A service that says how long to wait is obeyed.
 */
export async function retryAfter<Result>(
  failure: unknown,
  retrying: Retrying<Result>,
): Promise<Result> {
  const { attempt, options, turn, signal } = retrying;
  let error = failure;
  let left = options.retries;
  let leftThrottled = options.throttledRetries;
  for (let retry = 0; ; retry++) {
    const transience = readTransience(error, Date.now);
    if (transience === undefined) throw error;
    if (transience.isThrottled) turn.throttle();
    const isSpent = transience.isThrottled ? leftThrottled-- === 0 : left-- === 0;
    if (isSpent || signal?.aborted === true) throw error;
    const delayMs = Math.min(
      options.maxDelayMs,
      transience.retryAfterMs ?? backoffMs(retry, options),
    );
    const cause = error;
    await sleep(delayMs, undefined, signal === undefined ? {} : { signal }).catch(() => {
      // Cut off while waiting, the case has not come to its end: a resumed run repeats it.
      throw new HoneyHiveError("CANCELLED", "The evaluation was cancelled.", { cause });
    });
    try {
      return await attempt();
    } catch (next) {
      error = next;
    }
  }
}

function backoffMs(retry: number, { firstDelayMs, maxDelayMs, random }: RetryOptions): number {
  return Math.min(maxDelayMs, firstDelayMs * 2 ** retry) * (0.5 + random() / 2);
}
