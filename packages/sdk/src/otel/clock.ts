import type { HrTime, TimeInput } from "@opentelemetry/api";

/** Unix milliseconds with fractions. Monotonic between jumps of the system clock, which it follows. */
export interface Clock {
  now(): number;
}

const jumpMs = 50;

export function createClock(
  wall: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
): Clock {
  let offset = wall() - monotonic();
  return {
    now: () => {
      const elapsed = monotonic();
      const reading = wall();
      if (Math.abs(reading - (offset + elapsed)) > jumpMs) offset = reading - elapsed;
      return offset + elapsed;
    },
  };
}

/** OpenTelemetry accepts `[seconds, nanoseconds]`, a Date, epoch milliseconds or a `performance.now()` reading. */
export function toUnixMs(time: TimeInput): number {
  if (Array.isArray(time)) return time[0] * 1000 + time[1] / 1_000_000;
  if (time instanceof Date) return time.getTime();
  return time < performance.timeOrigin ? performance.timeOrigin + time : time;
}

export function toHrTime(unixMs: number): HrTime {
  const seconds = Math.floor(unixMs / 1000);
  return [seconds, Math.round((unixMs - seconds * 1000) * 1_000_000)];
}
