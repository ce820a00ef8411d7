import { startCollector, type CollectedRequest, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { enrichSession, enrichSpan } from "./enrich.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

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
        eventId: "0b1d6c3e-8f1a-4c56-9a53-000000000001",
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
      honeyhive_event_id: "0b1d6c3e-8f1a-4c56-9a53-000000000001",
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

  it("with a value that takes its time is waited for by flush, though nobody awaits it", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const slow = (): Promise<{ late: boolean }> =>
      new Promise((resolve) => setTimeout(resolve, 50, { late: true }));
    void tracer.enrichSession({ metadata: slow });
    await tracer.flush();
    expect(updates(collector.requests)).toMatchObject([{ metadata: { late: true } }]);
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

describe("a lazy value", () => {
  it("is only computed when there is a span to add it to", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    let computed = 0;
    const lazy = { inputs: () => ({ computed: ++computed }), note: () => "extra" };
    expect(enrichSpan(lazy)).toBe(false);
    tracer.trace(function work() {
      expect(enrichSpan(lazy)).toBe(true);
    });
    await tracer.flush();
    expect(collector.spans[0]?.attributes).toMatchObject({
      "honeyhive_inputs.computed": 1,
      "honeyhive_metadata.note": "extra",
    });
    expect(computed).toBe(1);
  });

  it("that takes its time is waited for by choice, without moving the end of the span", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const slow = () =>
      new Promise<{ late: boolean }>((resolve) => setTimeout(resolve, 50, { late: true }));
    tracer.trace(function kept() {
      enrichSpan({ metadata: slow }, { keepOpen: true });
    });
    tracer.trace(function sent() {
      enrichSpan({ metadata: slow });
    });
    await tracer.flush();
    const kept = collector.spans.find((span) => span.name === "kept");
    const sent = collector.spans.find((span) => span.name === "sent");
    expect(kept?.attributes).toMatchObject({ "honeyhive_metadata.late": true });
    expect(sent?.attributes).not.toHaveProperty("honeyhive_metadata.late");
    expect(tracer.diagnostics().lateEnrichments).toBe(1);
  });

  it("that fails says so on the span and breaks nothing", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    tracer.trace(function work() {
      enrichSpan(
        {
          config: () => {
            throw new Error("no config");
          },
          metadata: () => Promise.reject(new Error("no metadata")),
        },
        { keepOpen: true },
      );
    });
    await enrichSession({ metadata: () => Promise.reject(new Error("no session")) });
    await tracer.flush();
    expect(collector.spans[0]?.attributes).toMatchObject({
      "honeyhive_config.enrichment_error": "Error: no config",
      "honeyhive_metadata.enrichment_error": "Error: no metadata",
    });
  });
});

describe("enrichSpan with a span", () => {
  it("adds to that span, wherever it is called, and not to one of another provider", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const opened = tracer.startSpan("opened");
    tracer.trace(function elsewhere() {
      expect(enrichSpan(opened.span, { metrics: { score: 1 } })).toBe(true);
    });
    opened.end();
    expect(enrichSpan(opened.span, { metrics: { score: 2 } })).toBe(false);
    await tracer.flush();
    const scores = Object.fromEntries(
      collector.spans.map((span) => [span.name, span.attributes["honeyhive_metrics.score"]]),
    );
    expect(scores).toEqual({ opened: 1, elsewhere: undefined });
  });

  it("prefers extra keys over named parts of the same name, whatever their order", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    tracer.trace(function first() {
      enrichSpan({ model: "extra", metadata: { model: "named", kept: 1 } });
    });
    tracer.trace(function last() {
      enrichSpan({ metadata: { model: "named", kept: 1 }, model: "extra" });
    });
    await tracer.enrichSession({ model: "extra", metadata: { model: "named", kept: 1 } });
    await tracer.flush();
    for (const { attributes } of collector.spans) {
      expect(attributes).toMatchObject({
        "honeyhive_metadata.model": "extra",
        "honeyhive_metadata.kept": 1,
      });
    }
    expect(updates(collector.requests)).toMatchObject([{ metadata: { model: "extra", kept: 1 } }]);
  });
});
