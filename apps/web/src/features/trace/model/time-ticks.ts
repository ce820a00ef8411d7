/** One mark of the time axis. */
export interface TimeTick {
  /** Ms since the trace began. */
  readonly ms: number;
  /** Percent of the axis. */
  readonly left: number;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const decimals = [1, 2, 5, 10];
const clock = [
  ...[10, 15, 20, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 20, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12, 24].map((count) => count * hour),
];

/** Up to `most` marks after the start: at 1, 2 or 5 times a power of ten, and from ten seconds on where a clock has them. */
export function timeTicks(totalMs: number, most: number): readonly TimeTick[] {
  if (!(totalMs > 0)) return [];
  const step = roundUp(totalMs / most);
  const count = Math.floor(totalMs / step);
  return Array.from({ length: count }, (_, index) => {
    const ms = (index + 1) * step;
    return { ms, left: (100 * ms) / totalMs };
  });
}

function roundUp(ms: number): number {
  const ofClock = ms > 5 * second ? clock.find((candidate) => candidate >= ms) : undefined;
  if (ofClock !== undefined) return ofClock;
  const unit = ms > day ? day : 1;
  const power = unit * 10 ** Math.floor(Math.log10(ms / unit));
  return (decimals.find((candidate) => candidate * power >= ms) ?? 10) * power;
}
