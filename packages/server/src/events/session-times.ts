import type { Event } from "@honeyhive/contract";

/** Of all events of a session, itself included. */
export interface SessionBounds {
  readonly firstStartMs: number;
  readonly lastEndMs: number;
}

/**
 * A session that was only started lasts as long as its events do. One that was made for its spans begins with the
 * first of them: those above often come after those below, which are over earlier.
 */
export function completeSessionTimes(
  session: Event,
  { firstStartMs, lastEndMs }: SessionBounds,
): Pick<Event, "start_time" | "end_time" | "duration"> {
  const { start_time, end_time, duration, metadata } = session;
  if (duration > 0) return { start_time, end_time, duration };
  const startMs = metadata["auto_created"] === true ? firstStartMs : start_time;
  return { start_time: startMs, end_time: lastEndMs, duration: Math.max(0, lastEndMs - startMs) };
}
