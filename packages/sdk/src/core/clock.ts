import type { HrTime, TimeInput } from "@opentelemetry/api";

/** Unix milliseconds with fractions. Monotonic between jumps of the system clock, which it follows within 2 ms. */
export interface Clock {
  now(): number;
}

const jumpMs = 50;
/** Each reading of both clocks costs as much as a small object: the second one is looked at this often. */
const checkMs = 2;

export function createClock(
  wall: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
): Clock {
  let checkedAt = monotonic();
  let offset = wall() - checkedAt;
  return {
    now: () => {
      const elapsed = monotonic();
      if (elapsed - checkedAt >= checkMs) {
        checkedAt = elapsed;
        const reading = wall();
        if (Math.abs(reading - (offset + elapsed)) > jumpMs) offset = reading - elapsed;
      }
      return offset + elapsed;
    },
  };
}

/** Readings of `performance.now()` are smaller than this for ten years of uptime; no event is as old. */
const earliestUnixMs = 315_576_000_000;
/** Beyond this, nanoseconds do not fit into 64 bits. */
const latestUnixMs = 18_446_744_073_709;

/** A time given by the user in one of OpenTelemetry's forms; now when there is none or it makes no sense. */
export function readTime(time: TimeInput | undefined, clock: Clock): number {
  const unixMs = time === undefined ? clock.now() : toUnixMs(time);
  return unixMs >= 0 && unixMs < latestUnixMs ? unixMs : clock.now();
}

/** OpenTelemetry accepts `[seconds, nanoseconds]`, a Date, epoch milliseconds or a `performance.now()` reading. */
function toUnixMs(time: TimeInput): number {
  if (Array.isArray(time)) return time[0] * 1000 + time[1] / 1_000_000;
  if (time instanceof Date) return time.getTime();
  return time < earliestUnixMs ? performance.timeOrigin + time : time;
}

export function toHrTime(unixMs: number): HrTime {
  const seconds = Math.floor(unixMs / 1000);
  const nanoseconds = Math.round((unixMs - seconds * 1000) * 1_000_000);
  return nanoseconds < 1_000_000_000 ? [seconds, nanoseconds] : [seconds + 1, 0];
}
