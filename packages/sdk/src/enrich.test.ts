import { startCollector, type CollectedRequest, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { enrichSession, enrichSpan } from "./enrich.js";
import { HoneyHiveTracer } from "./tracer.js";

const connect = (collector: Collector): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });

const updates = (requests: readonly CollectedRequest[]): unknown[] =>
  requests.filter(({ method }) => method === "PUT").map(({ body }) => body);

const unreadable = {
  metadata: { kept: 1 },
  get metrics(): never {
    throw new Error("no");
  },
};

describe("enrichSpan", () => {
  it("puts each part into its bucket, and unknown ones into the metadata", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    tracer.trace(function work() {
      enrichSpan({
        inputs: { a: 1 },
        outputs: { b: [2] },
        config: { c: "3" },
        metadata: { d: null },
        metrics: { e: 0.5 },
        feedback: { f: true },
        userProperties: { g: { h: 1 } },
        eventName: "renamed",
        extra: 7,
      });
    });
    await tracer.flush();
    expect(collector.spans[0]?.attributes).toMatchObject({
      "honeyhive_inputs.a": 1,
      "honeyhive_outputs.b": "[2]",
      "honeyhive_config.c": "3",
      "honeyhive_metadata.d": "null",
      "honeyhive_metrics.e": 0.5,
      "honeyhive_feedback.f": true,
      "honeyhive_user_properties.g": '{"h":1}',
      "honeyhive_metadata.extra": 7,
      honeyhive_event_name: "renamed",
    });
  });

  it("says whether there was a running span", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    await using other = connect(collector);
    expect([enrichSpan({ a: 1 }), tracer.enrichSpan({ a: 1 })]).toEqual([false, false]);
    let later = (): boolean => true;
    tracer.trace(() => {
      expect([enrichSpan({ a: 1 }), tracer.enrichSpan({ a: 1 })]).toEqual([true, true]);
      expect(other.enrichSpan({ a: 1 })).toBe(false);
      later = () => tracer.enrichSpan({ a: 1 });
      expect(tracer.withSession({}, () => enrichSpan({ a: 1 }))).toBe(false);
    });
    expect(later()).toBe(false);
    expect(HoneyHiveTracer.enrichSpan({ a: 1 })).toBe(false);
  });

  it("is false once the span has ended, even where its scope lives on", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const answer = tracer.trace(() => ({
      detached: new Promise<boolean>((resolve) => {
        setImmediate(() => resolve(enrichSpan({ late: 1 })));
      }),
    }));
    expect(await answer.detached).toBe(false);
  });

  it("never throws, whatever it is given", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    // What a program without types may pass.
    const odd = [undefined, null, 5, "text", unreadable, { metrics: unreadable }] as never[];
    tracer.trace(() => {
      for (const value of odd) expect(enrichSpan(value)).toBe(true);
    });
    await tracer.flush();
    expect(collector.spans[0]?.attributes).toMatchObject({ "honeyhive_metadata.kept": 1 });
  });

  it("with an error fails the span, with null does not", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    tracer.trace(() => enrichSpan({ error: new Error("soft") }));
    tracer.trace(() => enrichSpan({ error: null }));
    await tracer.flush();
    expect(collector.spans.map(({ status }) => status.code)).toEqual([2, 0]);
  });
});

describe("enrichSession", () => {
  it("that nobody awaits is drained by flush, in order", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    void tracer.enrichSession({ metadata: { step: 1 } });
    void enrichSession({ metadata: { step: 2 }, feedback: { good: true } });
    await tracer.flush();
    expect(collector.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "POST /session/start",
      "PUT /events",
      "PUT /events",
    ]);
    expect(updates(collector.requests)).toEqual([
      { event_id: tracer.sessionId, metadata: { step: 1 } },
      { event_id: tracer.sessionId, metadata: { step: 2 }, feedback: { good: true } },
    ]);
  });

  it("goes to the session around it", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const inner = await tracer.withSession({}, async (sessionId) => {
      await enrichSession({ outputs: "done" });
      return sessionId;
    });
    expect(updates(collector.requests)).toEqual([{ event_id: inner, outputs: { result: "done" } }]);
  });

  it("never rejects, whatever it is given", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const circular: Record<string, unknown> = { big: 1n };
    circular["self"] = circular;
    const odd = [undefined, null, unreadable, { metadata: circular }, { outputs: () => 1 }];
    for (const value of odd) await tracer.enrichSession(value as never);
    await expect(enrichSession(null as never)).resolves.toBeUndefined();
    expect((await tracer.flush()).dropped).toBe(0);
    expect(updates(collector.requests)).toContainEqual({
      event_id: tracer.sessionId,
      metadata: { big: "1", self: { big: "1", self: "[Circular]" } },
    });
  });
});
