/** Unix microseconds, each call later than the one before: versions and patches are ordered by it. */
export type Clock = () => number;

export function createClock(nowMs: () => number = Date.now): Clock {
  let last = 0;
  return () => {
    last = Math.max(last + 1, nowMs() * 1000);
    return last;
  };
}
