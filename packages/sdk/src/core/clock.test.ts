import { describe, expect, it } from "vitest";

import { createClock, toHrTime } from "./clock.js";

function manualClock(): { wall: number; monotonic: number; now: () => number } {
  const time = { wall: 1_700_000_000_000, monotonic: 10, now: () => 0 };
  const clock = createClock(
    () => time.wall,
    () => time.monotonic,
  );
  time.now = () => clock.now();
  return time;
}

describe("the clock", () => {
  it("counts fractions that the wall clock does not have", () => {
    const time = manualClock();
    const start = time.now();
    time.monotonic += 0.25;
    expect(time.now() - start).toBeCloseTo(0.25, 3);
  });

  it("does not follow small corrections backwards", () => {
    const time = manualClock();
    const start = time.now();
    time.wall -= 20;
    time.monotonic += 1;
    expect(time.now()).toBeGreaterThan(start);
  });

  it.each([3_600_000, -3_600_000])("follows a jump of %i ms", (jump) => {
    const time = manualClock();
    const start = time.now();
    time.wall += jump + 2;
    time.monotonic += 2;
    expect(time.now() - start).toBeCloseTo(jump + 2, 3);
  });
});

describe("toHrTime", () => {
  it.each([0, 999.999_999_9, 1_700_000_000_123.456])(
    "of %d has less than a second of nanoseconds",
    (ms) => {
      const [seconds, nanoseconds] = toHrTime(ms);
      expect(Number.isInteger(seconds) && Number.isInteger(nanoseconds)).toBe(true);
      expect(nanoseconds).toBeLessThan(1_000_000_000);
      expect(seconds * 1000 + nanoseconds / 1e6).toBeCloseTo(ms, 3);
    },
  );
});
