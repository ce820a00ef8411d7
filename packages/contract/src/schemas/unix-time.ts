import { z } from "zod";

/** 2262-04-11: later times do not fit into 63 bits of nanoseconds. */
const latestMs = 9_223_372_036_000;

/**
 * A time of 1970 to 2262 in Unix milliseconds, microseconds or nanoseconds; which one shows in its size: above 1e14 they
 * are microseconds, above 1e17 nanoseconds.
 */
export const unixTimeSchema = z.number().refine(isUnixTime, {
  error: ({ input }) =>
    "expected a time of 1970 to 2262 in Unix milliseconds (0 to 9223372036000), or in microseconds or nanoseconds, " +
    `got ${String(input)}`,
});

/** A hundred years: what lasts longer was given in another unit, and would end where there is no time to store. */
const longestMs = 3_155_760_000_000;

/** Milliseconds. Less than none is taken for none: clocks are set back. */
export const durationSchema = z.number().max(longestMs, {
  error: ({ input }) =>
    `expected a duration of at most a hundred years in milliseconds (${longestMs}), got ${String(input)}`,
});

function isUnixTime(time: number): boolean {
  const perMs = time > 1e17 ? 1e6 : time > 1e14 ? 1e3 : 1;
  return time >= 0 && time / perMs <= latestMs;
}
