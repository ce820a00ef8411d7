import { routes } from "@honeyhive/contract";
import { startCollector, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { evaluate } from "../evaluate.js";

const options = (collector: Collector) =>
  ({ apiKey: "key", serverUrl: collector.url, journal: false, wire: "python" }) as const;

const rows = (count: number) => Array.from({ length: count }, (_, n) => ({ inputs: { n } }));

const updatesIn = (collector: Collector): unknown[] =>
  collector.requests.flatMap(({ path, body }) =>
    path === routes.updateEventLegacy.path ? [body] : [],
  );

describe("an evaluation in the order of the Python SDK", () => {
  it("tells sessions in the order in which their cases ended", async () => {
    await using collector = await startCollector();
    let endFirst = (): void => undefined;
    const second = new Promise<void>((resolve) => (endFirst = resolve));
    await evaluate({
      ...options(collector),
      concurrency: 2,
      dataset: rows(2),
      function: async ({ inputs: { n } }) => {
        if (n === 0) await second;
        return n;
      },
      onProgress: ({ latest }) => (latest.index === 1 ? endFirst() : undefined),
    });
    expect(updatesIn(collector)).toMatchObject([
      { outputs: { result: 1 } },
      { outputs: { result: 0 } },
    ]);
  });

  it("tells what had ended when it is cancelled", async () => {
    await using collector = await startCollector();
    const stop = new AbortController();
    const { outcomes, delivery } = await evaluate({
      ...options(collector),
      concurrency: 1,
      dataset: rows(3),
      signal: stop.signal,
      function: ({ inputs: { n } }) => {
        if (n === 1) stop.abort();
        return n;
      },
    });
    expect(outcomes).toMatchObject({ passed: 1, cancelled: 2 });
    expect(updatesIn(collector)).toMatchObject([
      { outputs: { result: 0 }, metadata: { outcome: "passed" } },
      { metadata: { outcome: "cancelled" } },
    ]);
    expect(delivery.isComplete).toBe(true);
  });

  it("goes on without a server that has gone, and counts what it could not send", async () => {
    await using collector = await startCollector();
    const { outcomes, delivery } = await evaluate({
      ...options(collector),
      concurrency: 1,
      deliveryTimeoutMs: 100,
      dataset: rows(5),
      function: ({ inputs: { n } }) => {
        if (n === 0) collector.respondAlways({ kind: "cut" });
        return n;
      },
    });
    expect(outcomes).toMatchObject({ passed: 5 });
    expect(delivery).toMatchObject({ isComplete: false });
    // Five spans, four starts and five updates.
    expect(delivery.pending + delivery.dropped).toBe(14);
  });

  it("is asked for by its name", async () => {
    const wrong = {
      wire: "Python",
      dataset: rows(1),
      function: () => 1,
    };
    // @ts-expect-error As a program without types may pass it.
    await expect(evaluate(wrong)).rejects.toThrow(
      'Expected `wire` to be "batched" or "python", got `"Python"` (string). Omit it for "batched".',
    );
  });
});
