import { setTimeout as wait } from "node:timers/promises";

export interface Expectation<Found> {
  /** What is awaited, for the message. */
  readonly what: string;
  readonly find: () => Found | undefined;
  /** What is there instead, for the message. */
  readonly describe: () => string;
  /** Ends what hangs: no machine is so busy that it takes as long. Default a minute. */
  readonly timeoutMs?: number | undefined;
}

const intervalMs = 5;

/** Resolves to what `find` finds as soon as it finds it; rejects with what is there when that takes too long. */
export async function waitFor<Found>(expectation: Expectation<Found>): Promise<Found> {
  const { what, find, describe, timeoutMs = 60_000 } = expectation;
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    if (performance.now() > deadlineMs) {
      throw new Error(`Expected ${what} within ${timeoutMs} ms, got ${describe()}.`);
    }
    await wait(intervalMs);
  }
}
