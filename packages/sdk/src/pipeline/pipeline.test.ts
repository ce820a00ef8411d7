import { routes } from "@honeyhive/contract";
import { startCollector, waitFor, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { createLogger } from "../lib/logger.js";
import type { FinishedSpan } from "../encode/span-data.js";
import { Pipeline } from "./pipeline.js";
import type { SpanLimits } from "./span-exporter.js";
import { createHttpTransport } from "./transport.js";

const limits: SpanLimits = {
  maxQueueBytes: 1 << 20,
  maxQueueCount: 1000,
  maxBatchBytes: 1 << 20,
  maxBatchCount: 100,
  batchGrowth: 1,
  delayMs: 10,
  maxInFlight: 2,
  timeoutMs: 2000,
  maxSpanBytes: 1 << 20,
};

interface Setup extends AsyncDisposable {
  readonly pipeline: Pipeline;
  readonly lines: string[];
}

function open(serverUrl: string, changed: Partial<SpanLimits> = {}, maxElapsedMs = 5000): Setup {
  const destination = { serverUrl, apiKey: "hh-secret" };
  const lines: string[] = [];
  const pipeline = new Pipeline({
    destination,
    transport: createHttpTransport(destination, { maxSockets: 40, holdMs: 3000 }),
    logger: createLogger({ isVerbose: true, write: (line) => lines.push(line) }),
    limits: { ...limits, ...changed },
    retry: { firstDelayMs: 5, maxDelayMs: 20, maxElapsedMs, maxAttempts: Infinity },
    runUntraced: (fn) => fn(),
  });
  return {
    pipeline,
    lines,
    [Symbol.asyncDispose]: () => {
      pipeline.close();
      return Promise.resolve();
    },
  };
}

let spanCount = 0;

function span(name: string, sizeBytes = 10): FinishedSpan {
  const spanId = (++spanCount).toString(16).padStart(16, "0");
  return {
    data: {
      context: { traceId: "1".repeat(32), spanId, traceFlags: 1 },
      parentSpanId: undefined,
      name,
      kind: 0,
      startMs: 1,
      endMs: 2,
      attributes: { text: "x".repeat(sizeBytes) },
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

function send(pipeline: Pipeline, count: number, sizeBytes?: number): void {
  for (let index = 0; index < count; index++) {
    pipeline.exportSpan(span(`span ${index}`, sizeBytes));
  }
}

/** `accepted = delivered + dropped + pending`, with nothing negative. */
function expectClosedAccounts(pipeline: Pipeline): void {
  for (const ledger of [pipeline.snapshot().spans, pipeline.snapshot().requests]) {
    expect(ledger.accepted).toBe(ledger.delivered + ledger.dropped + ledger.pending);
    expect(Math.min(ledger.delivered, ledger.dropped, ledger.pending)).toBeGreaterThanOrEqual(0);
  }
}

const traceRequests = (collector: Collector): number =>
  collector.requests.filter(({ path }) => path.endsWith("/traces")).length;

describe("spans", () => {
  it("are delivered after a failure of each kind", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url);
    collector.respondNext(
      { kind: "cut" },
      { kind: "refuse", status: 503 },
      { kind: "refuse", status: 429, retryAfterSeconds: 0 },
    );
    send(setup.pipeline, 3);
    expect(await setup.pipeline.flush(5000)).toEqual({
      exported: 3,
      dropped: 0,
      pending: 0,
      isComplete: true,
    });
    expect(collector.spans).toHaveLength(3);
    expect(setup.lines.filter((line) => line.includes("sent again"))).toHaveLength(1);
  });

  it("are split when a request is too large, down to the one that is", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url);
    // The whole, the first half, its first half; then the two single spans of that half.
    const tooLarge = { kind: "refuse", status: 413 } as const;
    collector.respondNext(tooLarge, tooLarge, tooLarge);
    send(setup.pipeline, 4);
    expect(await setup.pipeline.flush(5000)).toMatchObject({ exported: 3, dropped: 1, pending: 0 });
    expect(setup.pipeline.snapshot().spans.droppedBy).toEqual({ "too-large": 1 });
    expectClosedAccounts(setup.pipeline);
  });

  it.each([401, 403])(
    "refused with %i are counted, and said once without the key",
    async (status) => {
      await using collector = await startCollector();
      await using setup = open(collector.url, { maxBatchCount: 1 });
      collector.respondAlways({ kind: "refuse", status });
      send(setup.pipeline, 5);
      expect(await setup.pipeline.flush(5000)).toMatchObject({ exported: 0, dropped: 5 });
      expect(setup.lines).toHaveLength(1);
      expect(setup.lines[0]).toContain(`HTTP ${status}`);
      expect(setup.lines.join()).not.toContain("hh-secret");
      expect(collector.requests.map(({ path }) => path).join()).not.toContain("hh-secret");
    },
  );

  it.each<[number, number]>([
    [2, 2],
    [99, 3],
    [-4, 0],
  ])(
    "of which the server says it rejected %i count as %i dropped",
    async (rejectedSpans, dropped) => {
      await using collector = await startCollector();
      await using setup = open(collector.url);
      collector.respondNext({ kind: "partial", rejectedSpans, message: "bad" });
      send(setup.pipeline, 3);
      expect(await setup.pipeline.flush(5000)).toMatchObject({ exported: 3 - dropped, dropped });
      expectClosedAccounts(setup.pipeline);
    },
  );

  it("beyond the bounds of the queue are dropped and counted", async () => {
    await using collector = await startCollector();
    await using byCount = open(collector.url, { maxQueueCount: 4 });
    await using bySize = open(collector.url, { maxQueueBytes: 4000 });
    send(byCount.pipeline, 10);
    send(bySize.pipeline, 10, 900);
    expect(byCount.pipeline.snapshot().spans.droppedBy).toEqual({ "queue-full": 6 });
    expect(bySize.pipeline.snapshot().spans.droppedBy).toEqual({ "queue-full": 6 });
    await Promise.all([byCount.pipeline.flush(5000), bySize.pipeline.flush(5000)]);
    send(byCount.pipeline, 1);
    expect(await byCount.pipeline.flush(5000)).toMatchObject({ exported: 5, pending: 0 });
    expectClosedAccounts(bySize.pipeline);
  });

  it("travel in batches bounded by bytes and by count", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url, { maxBatchBytes: 5000, maxBatchCount: 3 });
    send(setup.pipeline, 7);
    send(setup.pipeline, 4, 2400);
    send(setup.pipeline, 1, 9000);
    await setup.pipeline.flush(5000);
    expect(collector.spans).toHaveLength(12);
    const sizes = collector.requests.map(({ sizeBytes }) => sizeBytes);
    expect(sizes.filter((size) => size > 5200)).toHaveLength(1);
    expect(traceRequests(collector)).toBeGreaterThanOrEqual(6);
  });

  it("wait for company no longer than their delay", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url);
    send(setup.pipeline, 2);
    await collector.waitForSpans(2);
    expect(traceRequests(collector)).toBe(1);
  });

  it("that cannot be encoded cost nobody else anything", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url);
    const broken = span("broken");
    setup.pipeline.exportSpan({ ...broken, data: { ...broken.data, name: 5 as never } });
    const odd = { ...broken.data, startMs: Number.NaN };
    setup.pipeline.exportSpan({ ...broken, data: odd });
    send(setup.pipeline, 1);
    const { exported, pending } = await setup.pipeline.flush(5000);
    expect([exported, pending]).toEqual([1, 0]);
    expectClosedAccounts(setup.pipeline);
  });

  it("are never sent by more requests at a time than allowed", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url, { maxBatchCount: 1, maxInFlight: 2 });
    collector.respondAlways({ kind: "delay", delayMs: 800 });
    send(setup.pipeline, 3);
    await waitFor({
      what: "two requests",
      find: () => (collector.requests.length >= 2 ? true : undefined),
      describe: () => String(collector.requests.length),
    });
    expect(collector.spans).toHaveLength(0);
    expect(collector.requests).toHaveLength(2);
    expect(await setup.pipeline.flush(5000)).toMatchObject({ exported: 3 });
  });
});

describe("a keeper", () => {
  it("has every span before it is sent, with no turn in sight too, until it has arrived", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url, { maxBatchCount: 1, maxInFlight: 1, delayMs: 60_000 });
    const { exporter } = setup.pipeline;
    let [kept, settled] = [0, 0];
    const release = exporter.keepWith({
      keep: () => {
        kept++;
        return () => void settled++;
      },
    });
    collector.respondNext({ kind: "refuse", status: 400 });
    send(setup.pipeline, 5);
    exporter.pack();
    expect([kept, settled]).toEqual([5, 0]);
    expect(await setup.pipeline.flush(5000)).toMatchObject({ exported: 4, dropped: 1, pending: 0 });
    expect([kept, settled]).toEqual([5, 5]);
    release();
    send(setup.pipeline, 1);
    expect(await setup.pipeline.flush(5000)).toMatchObject({ exported: 5 });
    expect(kept).toBe(5);
    expectClosedAccounts(setup.pipeline);
  });

  it("keeps what is given up, which can be sent again as it is", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url, {}, 1);
    const bodies: Uint8Array[] = [];
    let settled = 0;
    setup.pipeline.exporter.keepWith({
      keep: (body) => {
        bodies.push(Uint8Array.from(body));
        return () => void settled++;
      },
    });
    collector.respondAlways({ kind: "refuse", status: 503 });
    send(setup.pipeline, 3);
    expect(await setup.pipeline.flush(5000)).toMatchObject({ exported: 0, dropped: 3 });
    expect([bodies.length, settled]).toEqual([1, 0]);
    collector.respondAlways({ kind: "accept" });
    setup.pipeline.exporter.enqueueEncoded(bodies[0] ?? new Uint8Array(), 3);
    expect(await setup.pipeline.flush(5000)).toMatchObject({ exported: 3, dropped: 3, pending: 0 });
    expect(collector.spans.map(({ name }) => name)).toEqual(["span 0", "span 1", "span 2"]);
    expect([bodies.length, settled]).toEqual([2, 1]);
    expectClosedAccounts(setup.pipeline);
  });
});

describe("flush", () => {
  it("waits for what is in flight", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url, { maxBatchCount: 1 });
    collector.respondAlways({ kind: "delay", delayMs: 50 });
    send(setup.pipeline, 1);
    await waitFor({
      what: "a request",
      find: () => collector.requests[0],
      describe: () => "none",
    });
    expect((await setup.pipeline.flush(5000)).exported).toBe(1);
  });

  it("resolves at its deadline and leaves the rest pending, delivered later", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url);
    collector.respondAlways({ kind: "refuse", status: 503 });
    send(setup.pipeline, 2);
    expect(await setup.pipeline.flush(60)).toMatchObject({
      exported: 0,
      pending: 2,
      isComplete: false,
    });
    collector.respondAlways({ kind: "accept" });
    expect(await setup.pipeline.flush(5000)).toMatchObject({ exported: 2, isComplete: true });
  });

  it("ends though the program goes on: what comes later is not its own", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url);
    collector.respondAlways({ kind: "delay", delayMs: 30 });
    send(setup.pipeline, 3);
    const traffic = setInterval(() => send(setup.pipeline, 1), 1);
    const flushed = await setup.pipeline.flush(5000);
    clearInterval(traffic);
    expect(flushed).toMatchObject({ pending: 0, isComplete: true });
    // Those that came meanwhile are under way, and not lost.
    expect(await setup.pipeline.flush(5000)).toMatchObject({ pending: 0, isComplete: true });
    const { accepted, delivered } = setup.pipeline.snapshot().spans;
    expect(delivered).toBe(accepted);
  });

  it("takes no deadline too large for a timer for none at all", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url);
    collector.respondAlways({ kind: "delay", delayMs: 50 });
    send(setup.pipeline, 1);
    expect((await setup.pipeline.flush(Number.POSITIVE_INFINITY)).exported).toBe(1);
  });

  it("resolves at once when there is nothing to do", async () => {
    await using setup = open("http://127.0.0.1:9");
    expect(await setup.pipeline.flush(60_000)).toMatchObject({ exported: 0, isComplete: true });
  });
});

describe("close", () => {
  it("drops what waits, ends every flush, and accounts for all of it", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url, { maxBatchCount: 1, maxInFlight: 1 });
    collector.respondAlways({ kind: "refuse", status: 503 });
    send(setup.pipeline, 5);
    const update = setup.pipeline.request("session", routes.updateEventLegacy, {});
    const flushed = setup.pipeline.flush(60_000);
    setup.pipeline.close();
    expect(await flushed).toMatchObject({ pending: 0, dropped: 6 });
    expect((await update).result).toBe("gave-up");
    expectClosedAccounts(setup.pipeline);
  });

  it("takes nothing any more", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url);
    setup.pipeline.close();
    send(setup.pipeline, 2);
    const late = await setup.pipeline.request("session", routes.updateEventLegacy, {});
    expect(late.result).toBe("gave-up");
    expect(collector.requests).toEqual([]);
    expect(setup.pipeline.snapshot().spans.droppedBy).toEqual({ "shut-down": 2 });
    expect(setup.pipeline.snapshot().requests.droppedBy).toEqual({ "shut-down": 1 });
  });
});

describe("requests", () => {
  it("of one session keep their order, whatever happens to them", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url);
    collector.respondNext({ kind: "refuse", status: 503 }, { kind: "cut" });
    for (let step = 0; step < 5; step++) {
      void setup.pipeline.request("one", routes.updateEventLegacy, { event_id: "one", step });
      void setup.pipeline.request("two", routes.updateEventLegacy, { event_id: "two", step });
    }
    await setup.pipeline.flush(5000);
    const accepted = collector.requests.filter(({ behaviour }) => behaviour.kind === "accept");
    const stepsOf = (id: string): unknown[] =>
      accepted
        .map(({ body }) => body as { readonly event_id: string; readonly step: number })
        .filter(({ event_id: eventId }) => eventId === id)
        .map(({ step }) => step);
    expect([stepsOf("one"), stepsOf("two")]).toEqual([
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
    ]);
    expectClosedAccounts(setup.pipeline);
  });

  it("beyond the bytes of the queue are dropped and counted", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url, { maxQueueBytes: 5000 });
    const update = { event_id: "one", metadata: { text: "x".repeat(2000) } };
    for (let step = 0; step < 4; step++) {
      void setup.pipeline.request("one", routes.updateEventLegacy, update);
    }
    await setup.pipeline.flush(5000);
    expect(setup.pipeline.snapshot().requests).toMatchObject({
      delivered: 2,
      droppedBy: { "queue-full": 2 },
    });
  });

  it("that are refused do not hold up the next ones", async () => {
    await using collector = await startCollector();
    await using setup = open(collector.url);
    collector.respondNext({ kind: "refuse", status: 400 });
    const first = setup.pipeline.request("one", routes.updateEventLegacy, {});
    const second = setup.pipeline.request("one", routes.updateEventLegacy, {});
    expect([(await first).result, (await second).result]).toEqual(["rejected", "delivered"]);
    expect(setup.pipeline.snapshot().requests.droppedBy).toEqual({ rejected: 1 });
  });
});
