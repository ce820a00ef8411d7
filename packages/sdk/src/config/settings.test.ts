import { describe, expect, it } from "vitest";

import { resolveOptions } from "./resolve-options.js";
import { detectProfile } from "./detect-profile.js";

const settingsIn = (environment: Record<string, string>, options = {}) =>
  resolveOptions({ apiKey: "key", ...options }, environment).settings;

describe("the profile", () => {
  it.each([
    [{}, "standard"],
    [{ AWS_LAMBDA_FUNCTION_NAME: "fn", KUBERNETES_SERVICE_HOST: "10.0.0.1" }, "lambda"],
    [{ KUBERNETES_SERVICE_HOST: "10.0.0.1" }, "kubernetes"],
    [{ KUBERNETES_SERVICE_HOST: "10.0.0.1", HH_HIGH_CONCURRENCY: "true" }, "high-concurrency"],
    [{ VERCEL: "1" }, "serverless"],
    [{ HH_HIGH_CONCURRENCY: "false" }, "standard"],
  ])("in %j is %s", (environment, profile) => {
    expect(detectProfile(environment)).toBe(profile);
  });

  it.each([
    ["lambda", 2000],
    ["kubernetes", 5000],
    ["high-concurrency", 1000],
    ["standard", 3000],
  ])("%s has a flush budget of %i ms, and numbers of its own", (profile, flushTimeoutMs) => {
    const settings = settingsIn({ HH_PROFILE: profile });
    expect(settings.flushTimeoutMs).toBe(flushTimeoutMs);
    const others = ["lambda", "kubernetes", "high-concurrency", "standard"]
      .filter((other) => other !== profile)
      .map((other) => settingsIn({ HH_PROFILE: other }));
    for (const other of others) {
      expect(other.maxSockets).not.toBe(settings.maxSockets);
      expect(other.limits.timeoutMs).not.toBe(settings.limits.timeoutMs);
    }
  });

  it("decides how many requests are under way and how many spans are in each", () => {
    const limitsOf = (profile: string) => {
      const { maxInFlight, maxBatchCount, batchGrowth } = settingsIn({
        HH_PROFILE: profile,
      }).limits;
      return [profile, maxInFlight, maxBatchCount, maxBatchCount * batchGrowth];
    };
    expect(
      ["standard", "lambda", "kubernetes", "high-concurrency", "serverless"].map(limitsOf),
    ).toEqual([
      ["standard", 8, 512, 2048],
      ["lambda", 2, 256, 1024],
      ["kubernetes", 8, 512, 2048],
      ["high-concurrency", 8, 1024, 4096],
      ["serverless", 2, 128, 512],
    ]);
  });

  it("gives way to each option", () => {
    const options = {
      profile: "lambda",
      flushTimeoutMs: 1,
      exportTimeoutMs: 2,
      maxConnections: 3,
      batchSize: 4,
      maxQueueSize: 5,
      maxRetries: 6,
      maxSpanBytes: 7,
    };
    expect(settingsIn({}, options)).toMatchObject({
      flushTimeoutMs: 1,
      maxSockets: 3,
      limits: { timeoutMs: 2, maxBatchCount: 4, batchGrowth: 1, maxQueueCount: 5, maxSpanBytes: 7 },
      retry: { maxAttempts: 7 },
    });
  });
});

describe("the resilience level", () => {
  it("decides how long is retried and how much is held", () => {
    const [strict, balanced, resilient] = ["strict", "balanced", "resilient"].map((level) =>
      settingsIn({ HH_RESILIENCE_LEVEL: level }),
    );
    expect([strict, balanced, resilient].map((settings) => settings?.retry.maxElapsedMs)).toEqual([
      10_000, 300_000, 1_800_000,
    ]);
    expect(resilient?.limits.maxQueueBytes).toBeGreaterThan(balanced?.limits.maxQueueBytes ?? 0);
  });
});
