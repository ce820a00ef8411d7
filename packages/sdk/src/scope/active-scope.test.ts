import { context, createContextKey, trace, type Context, type Span } from "@opentelemetry/api";
import { startCollector } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { HoneyHiveTracer } from "../tracer/tracer.js";

const foreign = trace.wrapSpanContext({
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  traceFlags: 1,
});
const key = createContextKey("test");

it("a session leaves the program's own span active, and one of ours not", async () => {
  await using tracer = new HoneyHiveTracer({ testMode: true });
  const active = (): unknown => trace.getActiveSpan();
  const inSession = <Result>(fn: () => Result): Result => tracer.withSession({}, fn);

  expect(inSession(active)).toBeUndefined();
  const withForeign = trace.setSpan(context.active(), foreign);
  expect(context.with(withForeign, () => inSession(active))).toBe(foreign);
  expect(context.with(withForeign, () => inSession(() => inSession(active)))).toBe(foreign);
  expect(tracer.trace(() => inSession(active))).toBeUndefined();
  // What one of our spans has covered stays covered.
  const below = (): unknown => tracer.trace(() => inSession(() => inSession(active)));
  expect(context.with(withForeign, below)).toBeUndefined();
});

it("a session's context takes further values, and gives them up again", async () => {
  await using tracer = new HoneyHiveTracer({ testMode: true });
  tracer.withSession({}, (sessionId) => {
    const marked = context.active().setValue(key, "mark");
    context.with(marked, () => {
      expect(context.active().getValue(key)).toBe("mark");
      expect(tracer.withSession({}, () => context.active().getValue(key))).toBe("mark");
      expect(tracer.inject({})).toMatchObject({ baggage: expect.stringContaining(sessionId) });
      expect(context.active().deleteValue(key).getValue(key)).toBeUndefined();
    });
  });
});

// As OpenInference's instrumentations of LangChain and of OpenAI's agents make their trees.
it.each<[string, (active: Context, parent: Span) => Context]>([
  ["as its ids", (active, parent) => trace.setSpanContext(active, parent.spanContext())],
  ["wrapped", (active, parent) => trace.setSpan(active, wrap(parent))],
])(
  "a span of ours that a context carries %s is the parent, with its session",
  async (_how, carry) => {
    await using collector = await startCollector();
    await using tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
    const library = tracer.getTracer();
    const parent = tracer.withSession({}, () => library.startSpan("parent"));
    tracer.withSession({}, () =>
      library.startActiveSpan("elsewhere", (elsewhere) => {
        const child = library.startSpan("child", {}, carry(context.active(), parent));
        context.with(carry(context.active(), child), () => {
          tracer.trace(function grandchild() {
            return undefined;
          });
        });
        child.end();
        elsewhere.end();
      }),
    );
    parent.end();
    await tracer.flush();
    const spanNamed = (name: string) => collector.spans.find((span) => span.name === name);
    const [top, child, grandchild] = ["parent", "child", "grandchild"].map(spanNamed);
    expect([child?.parentSpanId, grandchild?.parentSpanId]).toEqual([top?.spanId, child?.spanId]);
    const sessions = [top, child, grandchild].map(
      (span) => span?.attributes["honeyhive.session_id"],
    );
    expect(new Set(sessions).size).toBe(1);
    expect(child?.links).toEqual([]);
  },
);

/** What instrumentations put around spans to mask what they record. */
function wrap(span: Span): Span {
  return Object.create(null, { spanContext: { value: () => span.spanContext() } }) as Span;
}
