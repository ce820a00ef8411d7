import { AsyncLocalStorage } from "node:async_hooks";

import { renderSpanTree, startCollector, type Collector } from "@honeyhive/testing";
import {
  context as otelContext,
  createContextKey,
  trace as otelTrace,
  type Context,
  type TracerProvider,
} from "@opentelemetry/api";
import { describe, expect, it } from "vitest";

import { enrichSpan } from "../enrich/enrich.js";
import { trace } from "../wrap/trace.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";
import { createContextManager } from "./context-manager.js";

const hostContext = { traceId: "a".repeat(32), spanId: "b".repeat(16), traceFlags: 0 };

/** A host that owns OpenTelemetry's globals, and samples nothing. */
const hostProvider: TracerProvider = {
  getTracer: () => ({
    startSpan: () => otelTrace.wrapSpanContext(hostContext),
    startActiveSpan: (_name: string, ...rest: readonly unknown[]) => {
      const fn = rest.at(-1) as (span: unknown) => never;
      const span = otelTrace.wrapSpanContext(hostContext);
      return otelContext.with(otelTrace.setSpan(otelContext.active(), span), () => fn(span));
    },
  }),
};

const hostStorage = new AsyncLocalStorage<Context>();
otelContext.setGlobalContextManager(createContextManager(hostStorage));
otelTrace.setGlobalTracerProvider(hostProvider);

const connect = (collector: Collector): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });

describe("where a host owns OpenTelemetry's globals", () => {
  it("they stay the host's, before, during and after", async () => {
    await using collector = await startCollector();
    const hostSpanId = (): string => otelTrace.getTracer("x").startSpan("x").spanContext().spanId;
    const seen = [hostSpanId()];
    const tracer = connect(collector);
    seen.push(hostSpanId());
    await tracer.shutdown();
    seen.push(hostSpanId());
    expect(seen).toEqual([hostContext.spanId, hostContext.spanId, hostContext.spanId]);
  });

  it("our spans nest, with the host's unsampled span as a link of the root", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    await otelTrace.getTracer("host").startActiveSpan("request", async () => {
      await tracer.trace(async function outer() {
        await Promise.resolve();
        tracer.trace(function inner() {});
        expect(otelTrace.getActiveSpan()?.spanContext()).toEqual(hostContext);
      });
    });
    await tracer.flush();
    expect(renderSpanTree(collector.spans)).toMatchInlineSnapshot(`
      "outer
      └─ inner"
    `);
    const links = collector.spans.map((span) => [
      span.name,
      span.links.map(({ spanId }) => spanId),
    ]);
    expect(Object.fromEntries(links)).toEqual({ inner: [], outer: [hostContext.spanId] });
  });

  it("the host's context values reach into traced functions", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const key = createContextKey("tenant");
    const read = trace(function read() {
      enrichSpan({ metadata: { tenant: otelContext.active().getValue(key) } });
    });
    otelContext.with(otelContext.active().setValue(key, "acme"), () => tracer.trace(() => read()));
    await tracer.flush();
    const span = collector.spans.find(({ name }) => name === "read");
    expect(span?.attributes["honeyhive_metadata.tenant"]).toBe("acme");
  });

  it("a context saved in a scope brings the scope back elsewhere", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const work = trace(function work() {});
    let saved = otelContext.active();
    tracer.trace(function first() {
      saved = otelContext.active();
    });
    tracer.trace(function second() {
      otelContext.with(saved, () => work());
    });
    await tracer.flush();
    expect(renderSpanTree(collector.spans)).toMatchInlineSnapshot(`
      "first
      └─ work
      second"
    `);
  });
});
