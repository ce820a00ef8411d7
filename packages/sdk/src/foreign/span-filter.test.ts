import { SpanKind, trace as otel } from "@opentelemetry/api";
import { renderSpanTree, startCollector, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import type { TracerOptions } from "../config/options.js";
import { bindScope } from "../scope/bind-scope.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

const connect = (collector: Collector, options: TracerOptions): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url, ...options });

/** Names of the sessions that the server was told of. */
const sessionsOf = (collector: Collector): unknown[] =>
  collector.requests
    .filter(({ path }) => path === "/session/start")
    // The SDK's own request.
    .map(({ body }) => (body as { session: { session_name: string } }).session.session_name);

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

  describe("that serve requests", () => {
    const serve = (url: string, handle: () => void): void =>
      otel.getTracer("next.js").startActiveSpan(url, { kind: SpanKind.SERVER }, (span) => {
        handle();
        span.end();
      });

    it("are no noise where something happens in them: they give the request its session", async () => {
      await using collector = await startCollector();
      await using tracer = connect(collector, {});
      serve("POST /ask", () => tracer.trace(function answer() {}));
      await tracer.flush();
      expect(renderSpanTree(collector.spans)).toMatchInlineSnapshot(`
        "POST /ask
        └─ answer"
      `);
      expect(sessionsOf(collector)).toEqual(["POST /ask"]);
    });

    it("are noise where nothing does, or all of it in sessions of its own, and are counted", async () => {
      await using collector = await startCollector();
      await using tracer = connect(collector, {});
      serve("GET /", () => undefined);
      serve("POST /ask", () => {
        tracer.withSession({ name: "chat" }, () => tracer.trace(function answer() {}));
      });
      await tracer.flush();
      expect(collector.spans.map(({ name }) => name)).toEqual(["answer"]);
      expect(sessionsOf(collector)).toEqual(["chat"]);
      expect(tracer.diagnostics().filteredSpans).toBe(2);
    });

    it("leave no gap above what happens after they have ended", async () => {
      await using collector = await startCollector();
      await using tracer = connect(collector, {});
      let after = (): void => undefined;
      serve("GET /", () => {
        after = bindScope(() => tracer.trace(function later() {}));
      });
      after();
      await tracer.flush();
      expect(collector.spans.map(({ name, parentSpanId }) => [name, parentSpanId])).toEqual([
        ["later", undefined],
      ]);
    });

    it("are all kept with `keepNoise`", async () => {
      await using collector = await startCollector();
      await using tracer = connect(collector, { keepNoise: true });
      serve("GET /", () => undefined);
      await tracer.flush();
      expect(collector.spans.map(({ name }) => name)).toEqual(["GET /"]);
    });
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
