import { inspect } from "node:util";

import { afterEach, expect, it, vi } from "vitest";

import { HoneyHiveTracer } from "../tracer/tracer.js";

afterEach(() => void vi.unstubAllEnvs());

it("shows what a tracer works with, flat and in groups", async () => {
  vi.stubEnv("HH_FLUSH_TIMEOUT", undefined);
  await using tracer = new HoneyHiveTracer({
    apiKey: "hh-secret",
    testMode: true,
    sessionName: "chat",
    limits: { maxValueLength: 99 },
    batchSize: 7,
    metadata: { build: 1 },
  });
  const { config } = tracer;
  expect([config.sessionName, config.session.sessionName]).toEqual(["chat", "chat"]);
  expect([config.maxValueLength, config.limits.maxValueLength]).toEqual([99, 99]);
  expect([config.batchSize, config.otlp.batchSize]).toEqual([7, 7]);
  expect([config.sessionId, config.session.sessionId]).toEqual([
    tracer.sessionId,
    tracer.sessionId,
  ]);
  expect(config.session.metadata).toEqual({ build: 1 });
  expect(config.flushTimeoutMs).toBe(3000);
  expect([config.otlpProtocol, config.otlp.otlpProtocol]).toEqual([
    "http/protobuf",
    "http/protobuf",
  ]);
  expect(config.nothing).toBeUndefined();
});

it("shows each number as it was given", async () => {
  const numbers = {
    flushIntervalMs: 1,
    batchSize: 2,
    maxQueueSize: 3,
    exportTimeoutMs: 4,
    flushTimeoutMs: 5,
    maxConnections: 6,
    maxRetries: 7,
    maxValueLength: 8,
    maxAttributes: 9,
    maxEvents: 10,
    maxLinks: 11,
    maxSpanBytes: 12,
    sampleRate: 0.5,
  };
  await using tracer = new HoneyHiveTracer({ testMode: true, ...numbers });
  expect(tracer.config).toMatchObject(numbers);
});

it("gives the key to who asks for it, and to no one who prints", async () => {
  await using tracer = new HoneyHiveTracer({ apiKey: "hh-secret", testMode: true });
  expect(tracer.config.apiKey).toBe("hh-secret");
  expect(inspect(tracer.config, { depth: 5 })).not.toContain("hh-secret");
  expect(JSON.stringify(tracer.config)).not.toContain("hh-secret");
});
