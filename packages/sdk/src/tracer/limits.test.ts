import { startCollector } from "@honeyhive/testing";
import { expect, it } from "vitest";

import type { TracerOptions } from "../config/options.js";
import { HoneyHiveTracer } from "./tracer.js";

async function send(options: TracerOptions, work: (tracer: HoneyHiveTracer) => void) {
  await using collector = await startCollector();
  const tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url, ...options });
  work(tracer);
  await tracer.shutdown();
  return { spans: [...collector.spans], requests: collector.requests, tracer };
}

it("a span holds as many attributes, events and links as are allowed, and counts the rest", async () => {
  const limits = { maxAttributes: 5, maxEvents: 2, maxLinks: 1 };
  const { spans } = await send({ limits }, (tracer) => {
    const span = tracer.getTracer().startSpan("full");
    for (let index = 0; index < 10; index++) {
      span.setAttribute(`key ${index}`, index);
      span.addEvent(`event ${index}`);
      span.addLink({ context: span.spanContext() });
    }
    span.end();
  });
  const [span] = spans;
  const own = Object.keys(span?.attributes ?? {}).filter((key) => key.startsWith("key"));
  expect([own.length, span?.events.length, span?.links.length]).toEqual([5, 2, 1]);
  const { droppedAttributesCount, droppedEventsCount, droppedLinksCount } = span ?? {};
  expect([droppedAttributesCount, droppedEventsCount, droppedLinksCount]).toEqual([5, 8, 9]);
});

it("a value is cut and marked at its longest length", async () => {
  const { spans, tracer } = await send({ maxValueLength: 50 }, (t) =>
    t.trace(() => "x".repeat(500)),
  );
  expect(String(spans[0]?.attributes["honeyhive_outputs.result"]).length).toBeLessThan(150);
  expect(tracer.diagnostics().truncatedValues).toBe(1);
});

it("a span that is too large loses its longest values, not itself or its identity", async () => {
  const { spans, requests, tracer } = await send({ maxSpanBytes: 10_000 }, (t) => {
    t.trace(function large() {
      t.enrichSpan({
        metadata: { long: "x".repeat(9000), short: "kept", longer: "y".repeat(9500) },
      });
      return "z".repeat(100);
    });
  });
  expect(spans[0]?.attributes).toMatchObject({
    "honeyhive_metadata.short": "kept",
    "honeyhive_metadata.long": "x".repeat(9000),
    "honeyhive_metadata._truncated": true,
    "honeyhive_outputs.result": "z".repeat(100),
    "honeyhive.session_id": tracer.sessionId,
  });
  expect(spans[0]?.attributes["honeyhive_metadata.longer"]).toContain("9244 more characters cut");
  expect(tracer.diagnostics().shrunkSpans).toBe(1);
  const batch = requests.find(({ path }) => path === "/opentelemetry/v1/traces");
  expect(batch?.sizeBytes).toBeLessThan(11_000);
});

it("a queue that is full counts what it does not take", async () => {
  const options = { maxQueueSize: 2, flushIntervalMs: 60_000 };
  const { spans, tracer } = await send(options, (t) => {
    for (let call = 0; call < 5; call++) t.trace(() => call);
  });
  expect(spans).toHaveLength(2);
  expect(tracer.diagnostics().spans.droppedBy).toEqual({ "queue-full": 3 });
});
