/** Clients send milliseconds, microseconds or nanoseconds; which one shows in the size of the number. */
export function toUnixMs(time: number): number {
  if (time > 1e17) return time / 1e6;
  return time > 1e14 ? time / 1e3 : time;
}

export interface TimeSpan {
  readonly start_time: number;
  readonly end_time: number;
  readonly duration: number;
}

/** Fills in whichever of the three a client left out. */
export function completeTimes(
  given: Partial<{ [Key in keyof TimeSpan]: number | undefined }>,
  nowMs: number,
): TimeSpan {
  const givenEnd = given.end_time === undefined ? undefined : toUnixMs(given.end_time);
  // A clock that was set back in between is no negative time.
  const duration = given.duration === undefined ? undefined : Math.max(0, given.duration);
  const start = given.start_time === undefined ? undefined : toUnixMs(given.start_time);
  const startTime = start ?? (givenEnd ?? nowMs) - (duration ?? 0);
  const endTime = Math.max(startTime, givenEnd ?? startTime + (duration ?? 0));
  return {
    start_time: startTime,
    end_time: endTime,
    duration: duration ?? endTime - startTime,
  };
}
