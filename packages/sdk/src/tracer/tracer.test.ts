import { EventEmitter, once } from "node:events";

import { renderSpanTree, startCollector, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { enrichSession, enrichSpan } from "../enrich/enrich.js";
import { trace } from "../wrap/trace.js";
import { HoneyHiveTracer } from "./tracer.js";

const connect = (collector: Collector, sessionName = "main"): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url, sessionName });

const sessionName = "honeyhive.session_name";
const tree = (collector: Collector): string =>
  renderSpanTree(collector.spans, { show: [sessionName] });

describe("nested tracers", () => {
  it("keep their own parents and sessions", async () => {
    await using one = await startCollector();
    await using two = await startCollector();
    await using a = connect(one, "a");
    await using b = connect(two, "b");
    a.trace(function outer() {
      b.trace(function middle() {
        a.trace(function inner() {
          b.trace(function innermost() {});
        });
      });
    });
    await Promise.all([a.flush(), b.flush()]);
    expect(tree(one)).toMatchInlineSnapshot(`
      "outer
      │ · honeyhive.session_name = "a"
      └─ inner
           · honeyhive.session_name = "a""
    `);
    expect(tree(two)).toMatchInlineSnapshot(`
      "middle
      │ · honeyhive.session_name = "b"
      └─ innermost
           · honeyhive.session_name = "b""
    `);
    expect([...one.spans, ...two.spans].flatMap(({ links }) => links)).toEqual([]);
  });

  it("send each key and id only to its own server", async () => {
    await using one = await startCollector();
    await using two = await startCollector();
    await using a = new HoneyHiveTracer({ apiKey: "key-a", serverUrl: one.url });
    await using b = new HoneyHiveTracer({ apiKey: "key-b", serverUrl: two.url });
    await a.trace(async () => {
      await b.trace(async () => enrichSession({ metadata: { of: "b" } }));
      await enrichSession({ metadata: { of: "a" } });
    });
    await Promise.all([a.flush(), b.flush()]);
    const sent = (collector: Collector): string => JSON.stringify(collector.requests);
    expect(sent(one)).not.toContain("key-b");
    expect(sent(two)).not.toContain("key-a");
    expect(sent(one)).not.toContain(b.sessionId);
    expect(sent(two)).not.toContain(a.sessionId);
  });
});

describe("withSession", () => {
  it("gives each concurrent request a session of its own", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const step = trace(async function step(request: number) {
      await new Promise((resolve) => setImmediate(resolve));
      enrichSpan({ metadata: { request } });
    });
    const sessions = await Promise.all(
      Array.from({ length: 200 }, (_, request) =>
        tracer.withSession({ name: `request ${request}` }, async (sessionId) => {
          await tracer.trace(async () => step(request));
          return sessionId;
        }),
      ),
    );
    await tracer.flush();
    const steps = collector.spans.filter(({ name }) => name === "step");
    expect(new Set(sessions).size).toBe(200);
    expect(
      steps.filter(
        ({ attributes }) =>
          attributes["honeyhive.session_id"] !==
          sessions[Number(attributes["honeyhive_metadata.request"])],
      ),
    ).toEqual([]);
  });

  it("starts a trace of its own inside a span, and ends with its function", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    tracer.trace(function request() {
      tracer.withSession({ name: "inner" }, () => tracer.trace(function inside() {}));
      tracer.trace(function after() {});
    });
    await tracer.flush();
    expect(tree(collector)).toMatchInlineSnapshot(`
      "request
      │ · honeyhive.session_name = "main"
      └─ after
           · honeyhive.session_name = "main"
      inside
        · honeyhive.session_name = "inner""
    `);
  });

  it("keeps the tracer's name when it is given none", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector, "chat");
    tracer.withSession({ name: undefined } as object, () => tracer.trace(function inside() {}));
    await tracer.flush();
    expect(collector.spans[0]?.attributes[sessionName]).toBe("chat");
  });

  it("returns and throws what its function does", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const failure = new Error("inside");
    expect(tracer.withSession({}, () => 5)).toBe(5);
    expect(() =>
      tracer.withSession({}, () => {
        throw failure;
      }),
    ).toThrow(failure);
  });
});

describe("a scope", () => {
  it("survives timers, and an emitter's listeners belong to who emits", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const emitter = new EventEmitter();
    const work = trace(function work(_from: string) {});
    emitter.on("job", () => work("listener"));
    await tracer.trace(async function request() {
      await new Promise<void>((resolve) => {
        setTimeout(() => resolve(work("timer")), 1);
      });
      setImmediate(() => emitter.emit("job"));
      await once(emitter, "job");
    });
    await tracer.flush();
    expect(renderSpanTree(collector.spans, { show: ["honeyhive_inputs._from"] }).split("\n"))
      .toMatchInlineSnapshot(`
        [
          "request",
          "├─ work",
          "│    · honeyhive_inputs._from = "timer"",
          "└─ work",
          "     · honeyhive_inputs._from = "listener"",
        ]
      `);
  });
});

describe("the default tracer", () => {
  it("is the first one, then the next that lives", async () => {
    await using collector = await startCollector();
    const first = connect(collector, "first");
    const second = connect(collector, "second");
    const work = trace(function work() {});
    work();
    const ending = first.shutdown();
    work();
    await ending;
    work();
    await second.flush();
    expect(collector.spans.map(({ attributes }) => attributes[sessionName])).toEqual([
      "first",
      "second",
      "second",
    ]);
    await second.shutdown();
    const { passedThrough } = second.diagnostics();
    work();
    expect(second.diagnostics().passedThrough).toBe(passedThrough + 1);
  });

  it("is never one whose key was refused", async () => {
    await using refusing = await startCollector();
    await using collector = await startCollector();
    refusing.respondAlways({ kind: "refuse", status: 401 });
    await using refused = await HoneyHiveTracer.init({ apiKey: "bad", serverUrl: refusing.url });
    await using tracer = await HoneyHiveTracer.init({ apiKey: "good", serverUrl: collector.url });
    trace(function work() {})();
    await tracer.flush();
    expect([refused.isEnabled, tracer.isEnabled]).toEqual([false, true]);
    expect(collector.spans.map(({ name }) => name)).toEqual(["work"]);
  });
});

describe("init", () => {
  it("resolves when the server is away, and delivers when it appears", async () => {
    await using collector = await startCollector();
    collector.respondAlways({ kind: "cut" });
    // The first answer that is a refusal to talk decides nothing: the tracer stays enabled.
    collector.respondNext({ kind: "cut" }, { kind: "cut" });
    collector.respondAlways({ kind: "accept" });
    await using tracer = await HoneyHiveTracer.init({ apiKey: "key", serverUrl: collector.url });
    tracer.trace(function work() {});
    expect(tracer.isEnabled).toBe(true);
    expect(await tracer.flush()).toEqual({
      exported: 1,
      dropped: 0,
      pending: 0,
      isComplete: true,
    });
  });

  it.each<[string, unknown]>([
    ["null", null],
    ["a bad URL", { apiKey: "key", serverUrl: "nowhere" }],
    ["no key", { apiKey: "" }],
    ["metadata that cannot be written", { metadata: { big: 1n, text: "x".repeat(2_000_000) } }],
    ["a wrong instrumentor", { instrumentors: [{}, null] }],
    ["an endless interval", { flushIntervalMs: 1e12 }],
  ])("never rejects, given %s", async (_, options) => {
    await using collector = await startCollector();
    const given =
      options === null ? options : { apiKey: "key", serverUrl: collector.url, ...options };
    // What a program without types may pass.
    const tracer = await HoneyHiveTracer.init(given as never);
    expect(tracer.trace(() => 1)).toBe(1);
    await tracer.shutdown(1000);
  });

  it("isolates tracers that are made at the same time", async () => {
    await using collector = await startCollector();
    const tracers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        HoneyHiveTracer.init({ apiKey: `key-${index}`, serverUrl: collector.url }),
      ),
    );
    await Promise.all(tracers.map((tracer) => tracer.trace(async () => tracer.sessionId)));
    await Promise.all(tracers.map((tracer) => tracer.shutdown()));
    const pairs = collector.spans.map(
      ({ attributes }) =>
        attributes["honeyhive.session_id"] === attributes["honeyhive_outputs.result"],
    );
    expect(pairs).toEqual(tracers.map(() => true));
  });
});

it("the static flush() is for the tracers of every destination", async () => {
  await using one = await startCollector();
  await using two = await startCollector();
  const options = { flushIntervalMs: 60_000, apiKey: "key" };
  await using first = new HoneyHiveTracer({ ...options, serverUrl: one.url });
  await using second = new HoneyHiveTracer({ ...options, serverUrl: two.url });
  for (const tracer of [first, second]) tracer.trace(function work() {});
  await HoneyHiveTracer.flush();
  expect([one.spans.length, two.spans.length]).toEqual([1, 1]);
});

describe("shutdown", () => {
  it("delivers what is there, is idempotent, and spans after it are only counted", async () => {
    await using collector = await startCollector();
    const tracer = connect(collector);
    const late = tracer.getTracer().startSpan("late");
    tracer.trace(function early() {});
    const [first, second] = [tracer.shutdown(), tracer.shutdown()];
    expect(second).toBe(first);
    expect(await first).toMatchObject({ exported: 1, dropped: 0 });
    late.end();
    expect(tracer.diagnostics().spans.droppedBy).toEqual({ "shut-down": 1 });
    expect(tracer.trace(() => 7)).toBe(7);
    expect(tracer.isEnabled).toBe(false);
  });
});
