import {
  renderSpanTree,
  startCollector,
  type CollectedSpan,
  type Collector,
} from "@honeyhive/testing";
import { SpanKind, SpanStatusCode, type Span, type TimeInput } from "@opentelemetry/api";
import { describe, expect, it } from "vitest";

import { HoneyHiveTracer } from "../tracer/tracer.js";

const connect = (collector: Collector): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });

/** The span as it arrives. */
async function record(act: (span: Span) => void): Promise<CollectedSpan> {
  await using collector = await startCollector();
  await using tracer = connect(collector);
  const span = tracer.getTracer("scope", "1.2").startSpan("work", { kind: SpanKind.CLIENT });
  act(span);
  span.end();
  await tracer.flush();
  const [arrived] = await collector.waitForSpans(1);
  if (arrived === undefined) throw new Error("No span arrived.");
  return arrived;
}

describe("a span", () => {
  it("arrives with its kind and its instrumentation scope", async () => {
    const { kind, scope } = await record(() => undefined);
    expect({ kind, scope }).toEqual({ kind: 3, scope: { name: "scope", version: "1.2" } });
  });

  it("takes no changes after its end", async () => {
    const span = await record((open) => {
      open.setAttribute("kept", 1).end();
      open.setAttribute("late", 1).setAttributes({ later: 2 }).addEvent("late").updateName("late");
      open.setStatus({ code: SpanStatusCode.ERROR });
      open.addLink({ context: open.spanContext() });
      open.recordException(new Error("late"));
      expect(open.isRecording()).toBe(false);
    });
    expect(span).toMatchObject({ name: "work", status: { code: 0 }, events: [], links: [] });
    expect(Object.keys(span.attributes).filter((key) => /^(kept|late)/.test(key))).toEqual([
      "kept",
    ]);
  });

  it.each<[string, Parameters<Span["setStatus"]>[0][], CollectedSpan["status"]]>([
    ["ok is final", [{ code: 1 }, { code: 2, message: "no" }], { code: 1, message: "" }],
    ["ok wins over an error", [{ code: 2, message: "no" }, { code: 1 }], { code: 1, message: "" }],
    [
      "unset changes nothing",
      [{ code: 2, message: "no" }, { code: 0 }],
      { code: 2, message: "no" },
    ],
    [
      "the last error wins",
      [
        { code: 2, message: "a" },
        { code: 2, message: "b" },
      ],
      { code: 2, message: "b" },
    ],
    ["only errors have a message", [{ code: 1, message: "fine" }], { code: 1, message: "" }],
  ])("has one status: %s", async (_, statuses, expected) => {
    const { status } = await record((span) => {
      for (const status of statuses) span.setStatus(status);
    });
    expect(status).toEqual(expected);
  });

  it("counts the attributes and events beyond its limits", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const span = tracer.getTracer().startSpan("work");
    for (let index = 0; index < 1100; index++) {
      span.setAttribute(`key${index}`, index).addEvent(`event${index}`);
    }
    span.setAttribute("key0", "changed").end();
    await tracer.flush();
    const [arrived] = collector.spans;
    expect(arrived?.droppedAttributesCount).toBe(76);
    expect(arrived?.attributes["key0"]).toBe("changed");
    expect(arrived?.events).toHaveLength(1024);
    expect(JSON.stringify(collector.requests)).toContain('"droppedEventsCount":76');
  });

  it("keeps attributes named like members of every object", async () => {
    const { attributes } = await record((span) => {
      span.setAttributes({ constructor: "Ferrari", toString: "text", hasOwnProperty: true });
    });
    expect(Object.entries(attributes)).toEqual(
      expect.arrayContaining([
        ["constructor", "Ferrari"],
        ["toString", "text"],
        ["hasOwnProperty", true],
      ]),
    );
  });

  it("keeps lists as they were when they were set", async () => {
    const list = ["a"];
    const { attributes } = await record((span) => {
      span.setAttribute("list", list);
      list.push("b");
    });
    expect(attributes["list"]).toEqual(["a"]);
  });

  it("survives attributes that OpenTelemetry does not allow", async () => {
    const { attributes } = await record((span) => {
      const odd = { object: { a: 1 }, bare: Object.create(null), nothing: null, good: 1, big: 1n };
      // What a program without types may pass.
      span.setAttributes(odd as never);
    });
    expect(attributes).toMatchObject({ object: '{"a":1}', bare: "{}", good: 1, big: "1" });
  });
});

it("survives names and attributes that are none", async () => {
  const span = await record((recorded) => {
    // What a program without types may pass.
    recorded.updateName(undefined as never).setAttributes(null as never);
    recorded.addEvent({ step: 1 } as never);
  });
  expect(span.name).toBe("null");
  expect(span.events.map(({ name }) => name)).toEqual(['{"step":1}']);
});

describe("times", () => {
  const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  it.each<[string, TimeInput]>([
    ["epoch milliseconds", at],
    ["a Date", new Date(at)],
    ["seconds and nanoseconds", [at / 1000 - 0.678, 678_000_000]],
    ["a reading of performance.now()", at - performance.timeOrigin],
  ])("are taken as %s", async (_, time) => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    tracer.getTracer().startSpan("past", { startTime: time }).addEvent("now", time).end(time);
    await tracer.flush();
    const [span] = collector.spans;
    const read = [span?.startTimeUnixNano, span?.endTimeUnixNano, span?.events[0]?.timeUnixNano];
    expect(read.map((nanoseconds) => Math.round(Number(nanoseconds) / 1e6))).toEqual([at, at, at]);
  });

  it("before the process began are not taken for readings of performance.now()", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const yesterday = performance.timeOrigin - 86_400_000;
    tracer
      .getTracer()
      .startSpan("past", { startTime: yesterday })
      .end(yesterday + 1000);
    await tracer.flush();
    const start = Number(collector.spans[0]?.startTimeUnixNano) / 1e6;
    expect(Math.abs(start - yesterday)).toBeLessThan(1);
  });

  it("that make no sense cost the time, not the span", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const invalid = new Date(Number.NaN);
    tracer.getTracer().startSpan("odd", { startTime: invalid }).addEvent("e", invalid).end(invalid);
    expect((await tracer.flush()).exported).toBe(1);
  });

  it("never run backwards within a span", async () => {
    const { startTimeUnixNano, endTimeUnixNano } = await record((span) => span.end(new Date(0)));
    expect(BigInt(endTimeUnixNano)).toBe(BigInt(startTimeUnixNano));
  });
});

describe("exceptions", () => {
  it.each<[string, Parameters<Span["recordException"]>[0], object]>([
    ["text", "broken", { "exception.message": "broken" }],
    [
      "an error",
      new RangeError("far"),
      { "exception.type": "RangeError", "exception.message": "far" },
    ],
  ])("given as %s become an event", async (_, exception, expected) => {
    const { events, status } = await record((span) => span.recordException(exception));
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ name: "exception", attributes: expected });
    expect(status.code).toBe(0);
  });

  it("given as nothing are no event, and no harm to the program", async () => {
    // A program may throw anything, and instrumentations hand it on.
    const { events } = await record((span) => {
      span.recordException(JSON.parse("null"));
      span.recordException(JSON.parse("{}"));
    });
    expect(events).toEqual([]);
  });
});

describe("startActiveSpan", () => {
  it("nests with traced functions, both ways", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const otel = tracer.getTracer();
    const value = otel.startActiveSpan("outer", { attributes: { a: 1 } }, (outer) => {
      const inner = tracer.trace(function traced() {
        return otel.startActiveSpan("inner", (span) => {
          span.end();
          return 5;
        });
      });
      outer.end();
      return inner;
    });
    await tracer.flush();
    expect(value).toBe(5);
    expect(renderSpanTree(collector.spans, { show: ["a"] })).toMatchInlineSnapshot(`
      "outer
      │ · a = 1
      └─ traced
         └─ inner"
    `);
  });

  it("with `root` starts a trace of its own", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    tracer.trace(() => tracer.getTracer().startSpan("apart", { root: true }).end());
    await tracer.flush();
    const traces = new Set(collector.spans.map(({ traceId }) => traceId));
    expect(traces.size).toBe(2);
  });
});
