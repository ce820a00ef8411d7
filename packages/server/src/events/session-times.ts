import type { Event } from "@honeyhive/contract";

/** Of all events of a session, itself included. */
export interface SessionBounds {
  readonly firstStartMs: number;
  readonly lastEndMs: number;
}

/**
 * A session that was only started lasts as long as its events do, and begins with the first of them where that is
 * before its start: one that was made for its spans has the start of those that came first, which are those below, and
 * keeps it when it is started later.
 */
export function completeSessionTimes(
  session: Event,
  { firstStartMs, lastEndMs }: SessionBounds,
): Pick<Event, "start_time" | "end_time" | "duration"> {
  const { start_time, end_time, duration } = session;
  if (duration > 0) return { start_time, end_time, duration };
  const startMs = Math.min(start_time, firstStartMs);
  return { start_time: startMs, end_time: lastEndMs, duration: Math.max(0, lastEndMs - startMs) };
}
