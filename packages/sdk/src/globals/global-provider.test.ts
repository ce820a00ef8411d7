import { renderSpanTree, startCollector, type Collector } from "@honeyhive/testing";
import { ROOT_CONTEXT, trace as otelTrace, type TracerProvider } from "@opentelemetry/api";
import { afterEach, describe, expect, it } from "vitest";

import { HoneyHiveSpanProcessor } from "../foreign/span-processor.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";
import { getGlobalProvider, setGlobalProvider } from "./global-provider.js";

const connect = (collector: Collector): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });

/** A provider of the application, with what it was asked for. */
function makeHost(): { provider: TracerProvider; names: string[] } {
  const names: string[] = [];
  const startSpan = (name: string) => {
    names.push(name);
    return otelTrace.wrapSpanContext({
      traceId: "a".repeat(32),
      spanId: "b".repeat(16),
      traceFlags: 1,
    });
  };
  const provider = {
    getTracer: () => ({
      startSpan,
      startActiveSpan: (name: string, ...rest: readonly unknown[]) =>
        (rest.at(-1) as (span: unknown) => unknown)(startSpan(name)),
    }),
    forceFlush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
  };
  return { provider, names };
}

afterEach(() => otelTrace.disable());

describe("the global provider", () => {
  it("is the router while nobody has registered another, and says so", async () => {
    await using collector = await startCollector();
    const tracer = connect(collector);
    expect(tracer.diagnostics().provider).toEqual({ kind: "honeyhive", strategy: "main" });
    await tracer.shutdown();
    expect(tracer.diagnostics().provider).toEqual({ kind: "none", strategy: "independent" });
  });

  it("that the application registers later is not refused and gets its spans, from old tracers too", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const old = otelTrace.getTracer("library");
    old.startSpan("before").end();
    const host = makeHost();
    expect(setGlobalProvider(host.provider)).toBe(true);
    expect(getGlobalProvider()).toBe(host.provider);
    expect(tracer.diagnostics().provider).toEqual({ kind: "sdk", strategy: "independent" });
    tracer.trace(function ours() {
      old.startSpan("after").end();
      old.startActiveSpan("active", (span) => span.end());
      otelTrace.getTracer("library").startSpan("new", {}, ROOT_CONTEXT).end();
    });
    await tracer.flush();
    expect(host.names).toEqual(["after", "active", "new"]);
    expect(collector.spans.map((span) => span.name).toSorted()).toEqual(["before", "ours"]);
  });

  it("of the application is never replaced, and can be joined", async () => {
    await using collector = await startCollector();
    const host = makeHost();
    otelTrace.setGlobalTracerProvider(host.provider);
    const processor = new HoneyHiveSpanProcessor();
    await using tracer = connect(collector);
    expect(getGlobalProvider()).toBe(host.provider);
    expect(tracer.diagnostics().provider).toEqual({ kind: "sdk", strategy: "join" });
    await processor.shutdown();
    await processor.shutdown();
    expect(tracer.diagnostics().provider.strategy).toBe("independent");
    expect(setGlobalProvider(makeHost().provider)).toBe(false);
  });

  it("that records nothing does not keep the router out", async () => {
    await using collector = await startCollector();
    const nothing: TracerProvider = {
      getTracer: () => ({
        startSpan: () =>
          otelTrace.wrapSpanContext({
            traceId: "0".repeat(32),
            spanId: "0".repeat(16),
            traceFlags: 0,
          }),
        startActiveSpan: () => undefined as never,
      }),
    };
    otelTrace.setGlobalTracerProvider(nothing);
    await using tracer = connect(collector);
    otelTrace.getTracer("library").startSpan("seen").end();
    await tracer.flush();
    expect(renderSpanTree(collector.spans)).toContain("seen");
  });

  it("is taken by the first of many tracers made at once and let go by the last", async () => {
    await using collector = await startCollector();
    const tracers = await Promise.all(
      Array.from({ length: 20 }, () =>
        HoneyHiveTracer.init({ apiKey: "key", serverUrl: collector.url }),
      ),
    );
    expect(tracers.map((tracer) => tracer.diagnostics().provider.strategy)).toEqual(
      tracers.map(() => "main"),
    );
    await Promise.all(tracers.map((tracer) => tracer.shutdown()));
    expect(tracers[0]?.diagnostics().provider.kind).toBe("none");
  });
});

it("says when the application uses another copy of OpenTelemetry's API that this one cannot", async () => {
  await using collector = await startCollector();
  const key = Symbol.for("opentelemetry.js.api.1");
  const shared = globalThis as Record<symbol, unknown>;
  const before = shared[key];
  shared[key] = { version: "1.10.0-other", trace: makeHost().provider };
  const lines: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text) => lines.push(String(text)) > 0;
  try {
    await using tracer = connect(collector);
    tracer.trace(function ours() {});
  } finally {
    process.stderr.write = write;
    shared[key] = before;
  }
  expect(lines.join("")).toContain("another copy of @opentelemetry/api (1.10.0-other)");
  expect(collector.spans.map((span) => span.name)).toEqual(["ours"]);
});
