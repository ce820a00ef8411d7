import { startCollector, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { trace } from "../wrap/trace.js";
import { traceClass } from "../wrap/trace-class.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

const connect = (collector: Collector): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });

const named = (collector: Collector, name: string) =>
  collector.spans.find((span) => span.name === name);

describe("startSpan", () => {
  it("with a callback runs it once inside the span and ends with what it returns", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const inner = trace(function inner() {});
    const value = await tracer.startSpan(
      "plan",
      { eventType: "tool", inputs: { goal: "win" } },
      async (span) => {
        expect(tracer.getCurrentSpan()).toBe(span);
        await Promise.resolve();
        inner();
        return 7;
      },
    );
    expect(value).toBe(7);
    await tracer.flush();
    expect(named(collector, "plan")?.attributes).toMatchObject({
      honeyhive_event_type: "tool",
      "honeyhive_inputs.goal": "win",
      "honeyhive_outputs.result": 7,
    });
    expect(named(collector, "inner")?.parentSpanId).toBe(named(collector, "plan")?.spanId);
  });

  it("without one gives a span that ends with its block and is active only where it says", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const work = trace(function work() {});
    const opened = tracer.startSpan("opened");
    expect(tracer.getCurrentSpan()).toBeUndefined();
    opened.run(work);
    expect(opened.enrich({ metrics: { score: 1 } })).toBe(true);
    opened.fail(new Error("broke"));
    opened[Symbol.dispose]();
    expect(opened.enrich({ metrics: { score: 2 } })).toBe(false);
    await tracer.flush();
    expect(named(collector, "opened")).toMatchObject({
      attributes: { "honeyhive_metrics.score": 1, honeyhive_error: "broke" },
    });
    expect(named(collector, "work")?.parentSpanId).toBe(named(collector, "opened")?.spanId);
  });

  it("of a disabled tracer runs the callback and records nothing", async () => {
    await using collector = await startCollector();
    const tracer = connect(collector);
    await tracer.shutdown();
    expect(tracer.startSpan("x", {}, () => 3)).toBe(3);
    expect(tracer.startSpan("y").run(() => 4)).toBe(4);
    tracer.createEvent("z");
    expect(collector.requests).toEqual([]);
  });
});

describe("createEvent", () => {
  it("records below the active span and names its event", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const opened = tracer.startSpan("opened");
    const id = opened.run(() =>
      tracer.createEvent("cached answer", { inputs: { q: 1 }, outputs: "yes", durationMs: 5 }),
    );
    const modelId = tracer.logModel({ eventName: "model call", config: { model: "m" } });
    opened.end();
    await tracer.flush();
    const events = collector.requests
      .filter((request) => request.path === "/events")
      .map((request) => (request.body as { event: Record<string, unknown> }).event);
    expect(events).toMatchObject([
      {
        event_id: id,
        event_type: "tool",
        event_name: "cached answer",
        session_id: tracer.sessionId,
        parent_id: opened.eventId,
        outputs: { result: "yes" },
        duration: 5,
      },
      { event_id: modelId, event_type: "model", parent_id: tracer.sessionId },
    ]);
  });
});

describe("traceClass", () => {
  it("traces own methods as Class.method and leaves accessors, fields and private names alone", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    class Base {
      inherited(): string {
        return "base";
      }
    }
    const Service = traceClass(
      class Service extends Base {
        static Nested = class Nested {};
        static create(): string {
          return "created";
        }
        readonly prefix = "hello ";
        get size(): number {
          return 1;
        }
        greet(name: string): string {
          return this.prefix + name;
        }
        skipped(): void {}
        _internal(): void {}
      },
      { eventType: "tool", exclude: ["skipped"], includeStatic: true },
    );
    const service = new Service();
    expect([service.greet("bee"), service.size, service.inherited(), Service.create()]).toEqual([
      "hello bee",
      1,
      "base",
      "created",
    ]);
    service.skipped();
    service._internal();
    expect(new Service.Nested()).toBeInstanceOf(Service.Nested);
    await tracer.flush();
    expect(collector.spans.map((span) => span.name)).toEqual(["Service.greet", "Service.create"]);
    expect(collector.spans[0]?.attributes).toMatchObject({
      honeyhive_event_type: "tool",
      "honeyhive_inputs.name": "bee",
    });
  });
});
