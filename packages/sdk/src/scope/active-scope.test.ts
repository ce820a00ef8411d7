import { context, createContextKey, trace } from "@opentelemetry/api";
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
