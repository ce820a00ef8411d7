import { renderSpanTree, startCollector, type Collector } from "@honeyhive/testing";
import {
  context as otelContext,
  createContextKey,
  isSpanContextValid,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  trace as otelTrace,
  TraceFlags,
} from "@opentelemetry/api";
import { describe, expect, it } from "vitest";

import { trace } from "../wrap/trace.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

const connect = (collector: Collector, sessionName = "main"): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url, sessionName });

const hasProvider = (): boolean => {
  const provider = otelTrace.getTracerProvider();
  return (
    provider instanceof ProxyTracerProvider &&
    provider.getDelegate() !== new ProxyTracerProvider().getDelegate()
  );
};

const hasContext = (): boolean => {
  const key = createContextKey("probe");
  const probe = ROOT_CONTEXT.setValue(key, 1);
  return otelContext.with(probe, () => otelContext.active().getValue(key) === 1);
};

describe("OpenTelemetry's globals", () => {
  it("are taken by the first tracer and given back by the last, again and again", async () => {
    await using collector = await startCollector();
    for (let round = 0; round < 2; round++) {
      expect([hasProvider(), hasContext()]).toEqual([false, false]);
      const tracers = [connect(collector), connect(collector)];
      expect([hasProvider(), hasContext()]).toEqual([true, true]);
      await tracers[0]?.shutdown();
      expect([hasProvider(), hasContext()]).toEqual([true, true]);
      await tracers[1]?.shutdown();
    }
    expect([hasProvider(), hasContext()]).toEqual([false, false]);
  });

  it("are not touched by a disabled tracer", async () => {
    await using _tracer = new HoneyHiveTracer({ disableTracing: true });
    expect([hasProvider(), hasContext()]).toEqual([false, false]);
  });
});

describe("a global tracer", () => {
  it("follows the scope in which each span starts", async () => {
    await using one = await startCollector();
    await using two = await startCollector();
    const library = otelTrace.getTracer("library", "2");
    await using a = connect(one, "a");
    await using b = connect(two, "b");
    library.startSpan("outside").end();
    a.trace(function request() {
      library.startActiveSpan("http", (span) => {
        trace(function inside() {})();
        span.end();
      });
      b.trace(function tenant() {
        library.startSpan("query").end();
      });
    });
    await Promise.all([a.flush(), b.flush()]);
    expect(renderSpanTree(one.spans)).toMatchInlineSnapshot(`
      "outside
      request
      └─ http
         └─ inside"
    `);
    expect(renderSpanTree(two.spans)).toMatchInlineSnapshot(`
      "tenant
      └─ query"
    `);
  });

  it("starts nothing without a tracer or where tracing is suppressed", async () => {
    const library = otelTrace.getTracer("library");
    expect(isSpanContextValid(library.startSpan("nobody").spanContext())).toBe(false);
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const suppress = createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING");
    otelContext.with(otelContext.active().setValue(suppress, true), () => {
      library.startSpan("silent").end();
      library.startActiveSpan("silent too", (span) => span.end());
    });
    expect((await tracer.flush()).exported).toBe(0);
  });

  it("takes the parent from an explicit context, over the ambient one", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const library = otelTrace.getTracer("library");
    let saved = ROOT_CONTEXT;
    tracer.trace(function first() {
      saved = otelContext.active();
    });
    tracer.trace(function second() {
      library.startSpan("child of first", {}, saved).end();
    });
    await tracer.flush();
    expect(renderSpanTree(collector.spans)).toMatchInlineSnapshot(`
      "first
      └─ child of first
      second"
    `);
  });

  it("takes the parent from a span that is set over a deeper one", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const library = otelTrace.getTracer("library");
    library.startActiveSpan("first", (first) => {
      library.startActiveSpan("second", (second) => {
        const context = otelTrace.setSpan(otelContext.active(), first);
        library.startSpan("third", {}, context).end();
        second.end();
      });
      first.end();
    });
    await tracer.flush();
    expect(renderSpanTree(collector.spans)).toMatchInlineSnapshot(`
      "first
      ├─ second
      └─ third"
    `);
  });

  it("links a foreign span instead of hanging below it", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const remote = {
      traceId: "0123456789abcdef0123456789abcdef",
      spanId: "0123456789abcdef",
      traceFlags: TraceFlags.NONE,
      isRemote: true,
    };
    otelContext.with(otelTrace.setSpanContext(otelContext.active(), remote), () => {
      tracer.trace(function work() {});
    });
    await tracer.flush();
    const [span] = collector.spans;
    expect(span?.parentSpanId).toBeUndefined();
    expect(span?.traceId).not.toBe(remote.traceId);
    expect(span?.links).toEqual([
      { traceId: remote.traceId, spanId: remote.spanId, attributes: {} },
    ]);
  });

  it("sees the active span of a traced function", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    tracer.trace(function work() {
      otelTrace.getActiveSpan()?.setAttribute("found", true);
    });
    await tracer.flush();
    expect(collector.spans[0]?.attributes["found"]).toBe(true);
    expect(otelTrace.getActiveSpan()).toBeUndefined();
  });
});
