/** One mark of the time axis. */
export interface TimeTick {
  /** Ms since the trace began. */
  readonly ms: number;
  /** Percent of the axis. */
  readonly left: number;
}

const steps = [1, 2, 5];

/** Up to `most` marks after the start, at round durations (1, 2 or 5 times a power of ten). */
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
  const power = 10 ** Math.floor(Math.log10(ms));
  const step = steps.find((candidate) => candidate * power >= ms);
  return (step ?? 10) * power;
}
