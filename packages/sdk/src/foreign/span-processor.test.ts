import { eventIdOfSpan } from "@honeyhive/contract";
import { renderSpanTree, startCollector, type Collector } from "@honeyhive/testing";
import {
  INVALID_SPAN_CONTEXT,
  ROOT_CONTEXT,
  SpanKind,
  trace as otelTrace,
  type Context,
  type Span,
} from "@opentelemetry/api";
import { describe, expect, it } from "vitest";

import type { TracerOptions } from "../config/options.js";
import { activeContext } from "../scope/active-scope.js";
import { createIdGenerator } from "../core/ids.js";
import { HoneyHiveSpanProcessor, type EndedSpan } from "./span-processor.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

const connect = (collector: Collector, options: TracerOptions = {}): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url, ...options });

const ids = createIdGenerator();
let startSeconds = 1_700_000_000;

interface HostSpan {
  /** What code within the span sees as its context. */
  readonly context: Context;
  end(): void;
}

/** A span of an application's own provider, as SDK 2.x hands it to its processors. */
function startHostSpan(
  processor: HoneyHiveSpanProcessor,
  name: string,
  parentContext: Context,
  kind = SpanKind.INTERNAL,
): HostSpan {
  const parent = otelTrace.getSpan(parentContext);
  const parentSpanContext = parent?.spanContext();
  const spanContext = {
    ...ids.next().toContext(),
    ...(parentSpanContext && { traceId: parentSpanContext.traceId }),
  };
  const startTime: [number, number] = [startSeconds++, 0];
  const span: Span & Partial<EndedSpan> = Object.assign(
    otelTrace.wrapSpanContext(INVALID_SPAN_CONTEXT),
    {
      name,
      kind,
      spanContext: () => spanContext,
      parentSpanContext,
      startTime,
      endTime: startTime,
      status: { code: 0 },
      attributes: { host: true },
      links: [],
      events: [],
    },
  );
  processor.onStart(span, parentContext);
  // The cast holds because all fields of an ended span were just assigned.
  return {
    context: otelTrace.setSpan(parentContext, span),
    end: () => processor.onEnd(span as unknown as EndedSpan),
  };
}

describe("the span processor", () => {
  it("gives spans to the tracer in whose scope they start, wherever they end", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const processor = new HoneyHiveSpanProcessor();
    const outside = startHostSpan(processor, "outside", ROOT_CONTEXT);
    const open = tracer.trace(function request() {
      const outer = startHostSpan(processor, "outer", activeContext());
      return [outer, startHostSpan(processor, "inner", outer.context)];
    });
    for (const span of [...open.reverse(), outside]) span.end();
    await tracer.flush();
    const byName = Object.fromEntries(collector.spans.map((span) => [span.name, span]));
    expect(Object.keys(byName).sort()).toEqual(["inner", "outer", "request"]);
    expect(byName["inner"]?.parentSpanId).toBe(byName["outer"]?.spanId);
    expect(byName["outer"]?.parentSpanId).toBeUndefined();
    expect(byName["outer"]?.attributes["honeyhive.parent_id"]).toBe(
      eventIdOfSpan(byName["request"]?.traceId ?? "", byName["request"]?.spanId ?? ""),
    );
  });

  it("knows a host's span again that an instrumentation wraps or sets as no more than its ids", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const processor = new HoneyHiveSpanProcessor({ sessionPerRequest: true });
    const request = startHostSpan(processor, "request", ROOT_CONTEXT, SpanKind.SERVER);
    const parent = otelTrace.getSpanContext(request.context) ?? INVALID_SPAN_CONTEXT;
    const inner = otelTrace.setSpanContext(ROOT_CONTEXT, parent);
    startHostSpan(processor, "inner", inner).end();
    tracer.getTracer().startSpan("ours", {}, inner).end();
    request.end();
    await tracer.flush();
    const byName = Object.fromEntries(collector.spans.map((span) => [span.name, span]));
    expect(byName["inner"]?.parentSpanId).toBe(byName["request"]?.spanId);
    const sessions = collector.spans.map(({ attributes }) => attributes["honeyhive.session_id"]);
    expect([sessions.length, new Set(sessions).size]).toEqual([3, 1]);
  });

  it("gives each request a session of its own when asked, with what is traced in it", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const processor = new HoneyHiveSpanProcessor({ sessionPerRequest: true });
    startHostSpan(processor, "job", ROOT_CONTEXT).end();
    const work = tracer.getTracer();
    for (const name of ["GET /a", "GET /b"]) {
      const request = startHostSpan(processor, name, ROOT_CONTEXT, SpanKind.SERVER);
      startHostSpan(processor, `query of ${name}`, request.context).end();
      work.startSpan(`work of ${name}`, {}, request.context).end();
      request.end();
    }
    await tracer.flush();
    const bySession = new Map<unknown, string[]>();
    for (const { name, attributes } of collector.spans) {
      const sessionId = attributes["honeyhive.session_id"];
      bySession.set(sessionId, [...(bySession.get(sessionId) ?? []), name]);
    }
    expect([...bySession.values()].map((names) => names.toSorted())).toEqual([
      ["GET /a", "query of GET /a", "work of GET /a"],
      ["GET /b", "query of GET /b", "work of GET /b"],
    ]);
    expect(bySession.has(tracer.sessionId)).toBe(false);
    const query = collector.spans.find(({ name }) => name === "query of GET /a");
    const request = collector.spans.find(({ name }) => name === "GET /a");
    expect(query?.parentSpanId).toBe(request?.spanId);
    await processor.shutdown();
  });

  it("hangs a host's span below the traced function around it, not above", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const processor = new HoneyHiveSpanProcessor();
    tracer.trace(function request() {
      const outer = startHostSpan(processor, "outer", activeContext());
      tracer.trace(function step() {
        const parentContext = otelTrace.setSpan(
          activeContext(),
          otelTrace.getSpan(outer.context) ?? otelTrace.wrapSpanContext(INVALID_SPAN_CONTEXT),
        );
        startHostSpan(processor, "query", parentContext).end();
      });
      outer.end();
    });
    await tracer.flush();
    const step = collector.spans.find(({ name }) => name === "step");
    const query = collector.spans.find(({ name }) => name === "query");
    expect(query?.attributes["honeyhive.parent_id"]).toBe(
      eventIdOfSpan(step?.traceId ?? "", step?.spanId ?? ""),
    );
  });

  it("never names another tracer's span as a parent", async () => {
    await using one = await startCollector();
    await using two = await startCollector();
    await using a = connect(one);
    await using b = connect(two);
    const processor = new HoneyHiveSpanProcessor();
    a.trace(function ofA() {
      const shared = startHostSpan(processor, "shared", activeContext());
      b.trace(function ofB() {
        const parentContext = otelTrace.setSpan(
          activeContext(),
          otelTrace.getSpan(shared.context) ?? otelTrace.wrapSpanContext(INVALID_SPAN_CONTEXT),
        );
        startHostSpan(processor, "nested", parentContext).end();
      });
      shared.end();
    });
    await Promise.all([a.flush(), b.flush()]);
    const nested = two.spans.find(({ name }) => name === "nested");
    const ofB = two.spans.find(({ name }) => name === "ofB");
    expect(nested?.parentSpanId).toBeUndefined();
    expect(nested?.attributes["honeyhive.parent_id"]).toBe(
      eventIdOfSpan(ofB?.traceId ?? "", ofB?.spanId ?? ""),
    );
    expect(renderSpanTree(one.spans)).not.toContain("nested");
  });

  it("leaves the children of a span that no filter keeps to the traced function around it", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector, { spanNameFilters: { exclude: ["connect"] } });
    const processor = new HoneyHiveSpanProcessor();
    tracer.trace(function request() {
      const connection = startHostSpan(processor, "connect", activeContext());
      startHostSpan(processor, "query", connection.context).end();
      connection.end();
    });
    await tracer.flush();
    const [query, request] = ["query", "request"].map((name) =>
      collector.spans.find((span) => span.name === name),
    );
    expect(collector.spans).toHaveLength(2);
    expect(query?.parentSpanId).toBeUndefined();
    expect(query?.attributes["honeyhive.parent_id"]).toBe(
      eventIdOfSpan(request?.traceId ?? "", request?.spanId ?? ""),
    );
    expect(tracer.diagnostics().filteredSpans).toBe(1);
  });

  it("does not break a host whose spans have another shape", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const processor = new HoneyHiveSpanProcessor();
    const bridge = otelTrace.wrapSpanContext(INVALID_SPAN_CONTEXT);
    tracer.trace(() => {
      processor.onStart(bridge, activeContext());
      processor.onEnd(bridge as unknown as EndedSpan);
    });
    expect(await tracer.flush()).toMatchObject({ exported: 1, pending: 0 });
  });

  it("flushes every tracer", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    tracer.trace(function work() {});
    await new HoneyHiveSpanProcessor().forceFlush();
    expect(collector.spans.map(({ name }) => name)).toEqual(["work"]);
  });
});
