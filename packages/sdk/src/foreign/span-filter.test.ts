import { SpanKind, trace as otel } from "@opentelemetry/api";
import { renderSpanTree, startCollector, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import type { TracerOptions } from "../config/options.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

const connect = (collector: Collector, options: TracerOptions): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url, ...options });

function runLibrary(tracer: HoneyHiveTracer): void {
  const library = otel.getTracer("some-library");
  tracer.trace(function work() {
    library.startActiveSpan("db.connect", (outer) => {
      library.startActiveSpan("db.query", (inner) => {
        tracer.trace(function inside() {});
        inner.end();
      });
      outer.end();
    });
  });
}

async function treeWith(options: TracerOptions): Promise<string> {
  await using collector = await startCollector();
  await using tracer = connect(collector, options);
  runLibrary(tracer);
  await tracer.flush();
  return renderSpanTree(collector.spans);
}

describe("spans of instrumentations", () => {
  it("that are excluded by name leave their children to the span around them", async () => {
    expect(await treeWith({ spanNameFilters: { exclude: ["db.connect"] } })).toMatchInlineSnapshot(`
      "work
      └─ db.query
         └─ inside"
    `);
  });

  it("are kept by the beginning of their name, and traced functions always", async () => {
    const spanNameFilters = { include: [{ prefix: "http." }] };
    expect(await treeWith({ spanNameFilters })).toMatchInlineSnapshot(`
      "work
      └─ inside"
    `);
  });

  it("are chosen in the form of the Python SDK too", async () => {
    const spanNameFilters = {
      include: [{ type: "prefix", value: "db." }],
      exclude: [{ type: "exact", value: "db.query" }],
    } as const;
    expect(await treeWith({ spanNameFilters })).toMatchInlineSnapshot(`
      "work
      └─ db.connect
         └─ inside"
    `);
  });

  it("that are not kept are counted", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector, { spanNameFilters: { exclude: [{ prefix: "db." }] } });
    runLibrary(tracer);
    expect(tracer.diagnostics().filteredSpans).toBe(2);
  });

  it("that serve requests are no noise: they give the request its session", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector, {});
    const noisy = otel.getTracer("@opentelemetry/instrumentation-express");
    noisy.startSpan("GET /", { kind: SpanKind.SERVER }).end();
    await tracer.flush();
    expect(collector.spans.map(({ name }) => name)).toEqual(["GET /"]);
  });

  it.each([
    [{}, []],
    [{ keepNoise: true }, ["fs readFile"]],
  ])("of what every program does are noise: with %j they are %j", async (options, names) => {
    await using collector = await startCollector();
    await using tracer = connect(collector, options);
    otel.getTracer("@opentelemetry/instrumentation-fs").startSpan("fs readFile").end();
    await tracer.flush();
    expect(collector.spans.map(({ name }) => name)).toEqual(names);
  });
});
