import type { RetryPolicy } from "../pipeline/retry.js";
import type { SpanLimits } from "../pipeline/span-exporter.js";
import type { FlatOptions } from "./options.js";
import type { ResilienceLevel } from "./resilience-level.js";
import type { ProfileName } from "./profile-name.js";

/** What the pipeline works with: numbers, whatever they were made of. */
export interface Settings {
  readonly limits: SpanLimits;
  readonly retry: RetryPolicy;
  readonly maxSockets: number;
  /** Longest flush that nobody has given a time, and the longest wait at exit. */
  readonly flushTimeoutMs: number;
}

interface Profile {
  readonly maxSockets: number;
  readonly maxInFlight: number;
  readonly timeoutMs: number;
  readonly batchSize: number;
  readonly flushTimeoutMs: number;
}

const profiles: Readonly<Record<ProfileName, Profile>> = {
  standard: {
    maxSockets: 40,
    maxInFlight: 8,
    timeoutMs: 30_000,
    batchSize: 512,
    flushTimeoutMs: 3000,
  },
  // One request at a time, frozen between them: few connections, and nothing may take long.
  lambda: {
    maxSockets: 8,
    maxInFlight: 2,
    timeoutMs: 10_000,
    batchSize: 256,
    flushTimeoutMs: 2000,
  },
  // A grace period of 30 s, and a network that comes and goes.
  kubernetes: {
    maxSockets: 20,
    maxInFlight: 8,
    timeoutMs: 25_000,
    batchSize: 512,
    flushTimeoutMs: 5000,
  },
  "high-concurrency": {
    maxSockets: 80,
    maxInFlight: 8,
    timeoutMs: 15_000,
    batchSize: 1024,
    flushTimeoutMs: 1000,
  },
  serverless: {
    maxSockets: 4,
    maxInFlight: 2,
    timeoutMs: 10_000,
    batchSize: 128,
    flushTimeoutMs: 2000,
  },
};

type Resilience = Omit<RetryPolicy, "maxAttempts"> & { readonly maxQueueBytes: number };

const mebibyte = 1 << 20;

/** Of batches that nobody has given a size. */
const batchGrowth = 4;

const resilience: Readonly<Record<ResilienceLevel, Resilience>> = {
  strict: {
    firstDelayMs: 250,
    maxDelayMs: 2000,
    maxElapsedMs: 10_000,
    maxQueueBytes: 64 * mebibyte,
  },
  balanced: {
    firstDelayMs: 250,
    maxDelayMs: 10_000,
    maxElapsedMs: 5 * 60_000,
    maxQueueBytes: 64 * mebibyte,
  },
  resilient: {
    firstDelayMs: 250,
    maxDelayMs: 60_000,
    maxElapsedMs: 30 * 60_000,
    maxQueueBytes: 128 * mebibyte,
  },
};

/** The numbers of a profile and a resilience level, where no option says otherwise. */
export function resolveSettings(
  options: FlatOptions,
  profileName: ProfileName,
  level: ResilienceLevel,
): Settings {
  const profile = profiles[profileName];
  const { maxQueueBytes, ...retry } = resilience[level];
  const isImmediate = options.disableBatch === true;
  return {
    limits: {
      maxQueueBytes,
      maxQueueCount: options.maxQueueSize ?? 100_000,
      maxBatchBytes: 4 * mebibyte,
      maxBatchCount: isImmediate ? 1 : Math.max(1, options.batchSize ?? profile.batchSize),
      batchGrowth: isImmediate || options.batchSize !== undefined ? 1 : batchGrowth,
      delayMs: isImmediate ? 0 : (options.flushIntervalMs ?? 500),
      maxInFlight: profile.maxInFlight,
      timeoutMs: options.exportTimeoutMs ?? profile.timeoutMs,
      maxSpanBytes: options.maxSpanBytes ?? 10 * mebibyte,
    },
    retry: {
      ...retry,
      maxAttempts: options.maxRetries === undefined ? Infinity : options.maxRetries + 1,
    },
    maxSockets: options.maxConnections ?? profile.maxSockets,
    flushTimeoutMs: options.flushTimeoutMs ?? profile.flushTimeoutMs,
  };
}
