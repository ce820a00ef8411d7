import { describe, expect, it, vi } from "vitest";

import { RequestEncoder } from "../encode/encode-request.js";
import { Cohorts } from "./cohorts.js";
import { Ledger } from "./ledger.js";
import type { Delivery } from "./retry.js";
import { SpanExporter, type SpanLimits } from "./span-exporter.js";

/** An exporter whose requests are answered when the test says so, one at a time. */
function open(delayMs: number, changed: Partial<SpanLimits> = {}) {
  const ledger = new Ledger();
  const answers: (() => void)[] = [];
  const response = {
    status: 200,
    body: Buffer.alloc(0),
    retryAfter: undefined,
    contentType: undefined,
  };
  const exporter = new SpanExporter({
    encoder: new RequestEncoder({ maxSpanBytes: 1 << 20, onShrunk: () => undefined }),
    ledger,
    cohorts: new Cohorts(),
    deliver: () =>
      new Promise<Delivery>((resolve) =>
        answers.push(() => resolve({ result: "delivered", response })),
      ),
    onDropped: () => undefined,
    limits: {
      maxQueueBytes: 1 << 20,
      maxQueueCount: 1000,
      maxBatchBytes: 1 << 20,
      maxBatchCount: 10,
      batchGrowth: 1,
      delayMs,
      maxInFlight: 1,
      timeoutMs: 2000,
      maxSpanBytes: 1 << 20,
      ...changed,
    },
    runUntraced: (fn) => fn(),
    readiness: () => undefined,
  });
  const delivered: number[] = [];
  return {
    exporter,
    delivered,
    isBusy: () => answers.length > 0,
    give: (count: number) => {
      for (let index = 0; index < count; index++) exporter.enqueue(span(index));
    },
    /** Answers the request that is under way. */
    answer: async () => {
      await turn();
      const before = ledger.snapshot().delivered;
      answers.shift()?.();
      await turn();
      delivered.push(ledger.snapshot().delivered - before);
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function span(index: number): Parameters<SpanExporter["enqueue"]>[0] {
  return {
    data: {
      context: {
        traceId: "1".repeat(32),
        spanId: String(index + 1).padStart(16, "0"),
        traceFlags: 1,
      },
      parentSpanId: undefined,
      name: "span",
      kind: 0,
      startMs: 1,
      endMs: 2,
      attributes: {},
      events: [],
      links: [],
      status: { code: 0 },
      droppedAttributesCount: 0,
      droppedEventsCount: 0,
    },
    instrumentationScope: { name: "test" },
    identity: {},
    resource: {},
  };
}

describe("spans for a server that is slower than the program", () => {
  it("leave in full batches, but for those that were due", async () => {
    const { exporter, give, answer, delivered, isBusy } = open(60_000);
    give(1);
    exporter.drain();
    give(5);
    exporter.drain();
    give(12);
    // With the five some of the others.
    for (let count = 0; count < 2; count++) await answer();
    expect(isBusy()).toBe(false);
    give(3);
    await answer();
    expect([delivered, exporter.isEmpty]).toEqual([[1, 10, 10], true]);
  });

  it("leave in larger batches while there is no answer", async () => {
    const limits = { batchGrowth: 4, maxInFlight: 2 };
    const { exporter, give, answer, delivered } = open(60_000, limits);
    give(10 + 39);
    for (let count = 0; count < 2; count++) await answer();
    give(10 + 40 + 9);
    for (let count = 0; count < 2; count++) await answer();
    exporter.drain();
    await answer();
    expect([delivered, exporter.isEmpty]).toEqual([[10, 39, 10, 40, 9], true]);
  });

  it("leave by themselves behind full batches", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { exporter, give, answer, delivered } = open(500);
    give(25);
    for (let count = 0; count < 2; count++) await answer();
    await vi.advanceTimersByTimeAsync(500);
    await answer();
    expect([delivered, exporter.isEmpty]).toEqual([[10, 10, 5], true]);
    vi.useRealTimers();
  });
});
