import { randomUUID } from "node:crypto";

import { startCollector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { isSampled } from "./is-sampled.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

describe("sampling", () => {
  it("takes the share of sessions that is asked for", () => {
    const ids = Array.from({ length: 10_000 }, () => randomUUID());
    const share = (rate: number): number =>
      ids.filter((id) => isSampled(id, rate)).length / ids.length;
    expect(share(0)).toBe(0);
    expect(share(1)).toBe(1);
    expect(share(0.25)).toBeGreaterThan(0.22);
    expect(share(0.25)).toBeLessThan(0.28);
  });

  it("spreads ids that differ in their last digit alone", () => {
    const ids = Array.from(
      { length: 4096 },
      (_, index) => `018f0000-0000-7000-8000-${index.toString(16).padStart(12, "0")}`,
    );
    const taken = ids.filter((id) => isSampled(id, 0.5)).length;
    expect(taken / ids.length).toBeGreaterThan(0.45);
    expect(taken / ids.length).toBeLessThan(0.55);
  });

  it("decides for whole sessions, alike in every process", async () => {
    await using collector = await startCollector();
    await using tracer = new HoneyHiveTracer({
      apiKey: "key",
      serverUrl: collector.url,
      sampleRate: 0.5,
    });
    const ids = Array.from({ length: 40 }, () => randomUUID());
    for (const sessionId of ids) {
      tracer.withSession({ sessionId }, () => {
        tracer.trace(() => tracer.trace(() => tracer.enrichSpan({ metadata: { a: 1 } })));
        void tracer.enrichSession({ metadata: { a: 1 } });
        tracer.createEvent("recorded");
      });
    }
    await tracer.flush();
    const expected = ids.filter((id) => isSampled(id, 0.5));
    const sent = new Set(
      collector.spans.map(({ attributes }) => attributes["honeyhive.session_id"]),
    );
    expect(sent).toEqual(new Set(expected));
    expect(collector.spans).toHaveLength(expected.length * 2);
    expect(tracer.diagnostics().sampledOutSpans).toBe((ids.length - expected.length) * 3);
    const all = JSON.stringify(collector.requests);
    for (const id of ids.filter((each) => !expected.includes(each))) expect(all).not.toContain(id);
  });

  it("leaves evaluations whole", async () => {
    await using collector = await startCollector();
    await using tracer = new HoneyHiveTracer({
      apiKey: "key",
      serverUrl: collector.url,
      sampleRate: 0,
      runId: "run",
    });
    tracer.trace(() => 1);
    await tracer.flush();
    expect(collector.spans).toHaveLength(1);
  });
});
