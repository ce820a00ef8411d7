import { monitorEventLoopDelay } from "node:perf_hooks";

export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export interface ProcessStatistics extends Disposable {
  readonly residentBytes: () => number;
  readonly heapUsedBytes: () => number;
  readonly cpuSeconds: () => number;
  readonly uptimeSeconds: () => number;
  /** Since the last call, in seconds. */
  readonly takeLoopDelaySeconds: () => LoopDelay;
}

const resolutionMs = 10;
const nanosecondsPerSecond = 1e9;

/** Figures of the process that the server runs in. Watches the event loop until it is disposed. */
export function watchProcess(): ProcessStatistics {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  histogram.enable();
  // What is measured is the time between two ticks of a timer, which is never less than its interval.
  const toSeconds = (nanoseconds: number): number =>
    Math.max(0, nanoseconds / nanosecondsPerSecond - resolutionMs / 1000);
  return {
    residentBytes: () => process.memoryUsage.rss(),
    heapUsedBytes: () => process.memoryUsage().heapUsed,
    cpuSeconds: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    uptimeSeconds: () => process.uptime(),
    takeLoopDelaySeconds: () => {
      if (histogram.count === 0) return { p50: 0, p99: 0, max: 0 };
      const delay = {
        p50: toSeconds(histogram.percentile(50)),
        p99: toSeconds(histogram.percentile(99)),
        max: toSeconds(histogram.max),
      };
      histogram.reset();
      return delay;
    },
    [Symbol.dispose]: () => void histogram.disable(),
  };
}
