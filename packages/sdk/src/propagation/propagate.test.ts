import { EventEmitter } from "node:events";

import { startCollector, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import { bindEmitterScope, bindScope } from "../scope/bind-scope.js";
import { trace } from "../wrap/trace.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";
import type { Carrier } from "./carrier.js";
import { readBaggage, withBaggage } from "./propagate.js";

const connect = (collector: Collector, sessionName = "s"): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url, sessionName });

const sessionsOf = (collector: Collector): unknown[] => [
  ...new Set(collector.spans.map((span) => span.attributes["honeyhive.session_id"])),
];

describe("a carrier", () => {
  it.each([
    ["headers", () => new Headers()],
    ["a map", () => new Map<string, string>()],
    ["an object", () => ({})],
  ])("of the kind %s continues trace and session in another tracer", async (_, makeCarrier) => {
    await using collector = await startCollector();
    await using client = connect(collector, "client");
    await using server = connect(collector, "server");
    const serve = server.traceChain(function serve() {
      return "served";
    });
    await client.withSession({ name: "request" }, () =>
      client.trace(async function call() {
        const carrier = client.inject(makeCarrier());
        // Another process has no scope of its own.
        await new Promise<void>((resolve) => {
          setImmediate(() => resolve(void server.withCarrier(carrier, serve)));
        });
      }),
    );
    await client.flush();
    const [served, called] = ["serve", "call"].map((name) =>
      collector.spans.find((span) => span.name === name),
    );
    expect(served?.traceId).toBe(called?.traceId);
    expect(served?.parentSpanId).toBe(called?.spanId);
    expect(sessionsOf(collector)).toHaveLength(1);
    const starts = collector.requests.filter((request) => request.path === "/session/start");
    expect(starts).toHaveLength(1);
  });

  it("takes the evaluation's ids along, and nothing of the key or of other tracers", async () => {
    await using collector = await startCollector();
    await using other = connect(collector, "other");
    await using tracer = new HoneyHiveTracer({
      apiKey: "secret-key",
      serverUrl: collector.url,
      project: "secret-project",
      runId: "run-1",
      datapointId: "EXT-1",
    });
    const headers = other.trace(() =>
      tracer.trace(() => tracer.inject<Record<string, string>>({})),
    );
    expect(headers["baggage"]).toContain("run_id=run-1,datapoint_id=EXT-1");
    expect(JSON.stringify(headers)).not.toContain("secret");
    expect(JSON.stringify(headers)).not.toContain(other.sessionId);
  });

  it("that says nothing, or nonsense, changes nothing", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const work = tracer.traceChain(function work() {});
    tracer.withCarrier({}, work);
    tracer.withCarrier({ traceparent: "nonsense", baggage: "=;,=" }, work);
    await tracer.flush();
    expect(sessionsOf(collector)).toEqual([tracer.sessionId]);
    expect(collector.spans.map((span) => span.parentSpanId || undefined)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it.each<[string, unknown]>([
    ["is none", undefined],
    ["is null, as the data of a worker without any", null],
    ["cannot be read", new Proxy({}, { ownKeys: fail })],
    ["holds no text", { traceparent: 5, baggage: { session_id: 1 } }],
  ])("that %s leaves the work as it is", async (_, received) => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    // As JavaScript hands on whatever a message had.
    const carrier = received as Carrier;
    expect(tracer.withCarrier(carrier, () => tracer.trace(() => "done"))).toBe("done");
    await tracer.flush();
    expect(sessionsOf(collector)).toEqual([tracer.sessionId]);
  });

  it("of bytes, as of Kafka's messages, continues trace and session", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const sent = tracer.withSession({ name: "order" }, () => tracer.trace(() => tracer.inject({})));
    const received = Object.fromEntries(
      Object.entries<string>(sent).map(([name, value]) => [name, Buffer.from(value)]),
    );
    expect(tracer.withCarrier(received, () => tracer.inject({}))).toEqual(sent);
  });

  it("that cannot be written to is given back as it is", () => {
    const tracer = new HoneyHiveTracer({ testMode: true });
    const carrier = Object.freeze({});
    expect(tracer.inject(carrier)).toBe(carrier);
    return tracer.shutdown();
  });

  it("hands on the other vendors' state, through spans and without one", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const traceId = "a".repeat(32);
    const carrier = {
      traceparent: `00-${traceId}-${"b".repeat(16)}-00`,
      tracestate: ["congo=t61rcWkgMzE", "rojo=00f067aa0ba902b7"],
    };
    const inject = (): Record<string, string> => tracer.inject({});
    const tracestate = "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7";
    const between = tracer.withCarrier(carrier, inject);
    expect(between).toMatchObject({ traceparent: carrier.traceparent, tracestate });
    const below = tracer.withCarrier(carrier, () => {
      return tracer.trace(function outer() {
        return tracer.trace(function inner() {
          return inject();
        });
      });
    });
    await tracer.flush();
    const inner = collector.spans.find((span) => span.name === "inner");
    expect(below).toMatchObject({ traceparent: `00-${traceId}-${inner?.spanId}-01`, tracestate });
    expect(collector.spans.map((span) => span.traceState)).toEqual([tracestate, tracestate]);
    const withoutParent = { ...carrier, traceparent: "" };
    expect(tracer.withCarrier(withoutParent, inject)).not.toHaveProperty("tracestate");
    expect(tracer.withCarrier(withoutParent, () => tracer.trace(inject))).not.toHaveProperty(
      "tracestate",
    );
  });

  it("is only taken on by the tracer that is asked to", async () => {
    await using collector = await startCollector();
    await using asked = connect(collector);
    await using bystander = connect(collector);
    const carrier = {
      baggage: "session_id=11111111-1111-4111-8111-111111111111",
      traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01`,
    };
    asked.withCarrier(carrier, () => {
      bystander.trace(function aside() {});
      asked.trace(function inside() {});
    });
    await asked.flush();
    const aside = collector.spans.find((span) => span.name === "aside");
    expect(aside?.attributes["honeyhive.session_id"]).toBe(bystander.sessionId);
    expect(aside?.traceId).not.toBe("a".repeat(32));
    expect(aside?.links).toEqual([]);
    const inside = collector.spans.find((span) => span.name === "inside");
    expect(inside?.traceId).toBe("a".repeat(32));
  });
});

describe("baggage", () => {
  it("is set and taken out for the code inside, and travels", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    await withBaggage({ tenant: "t1", shard: "7" }, async () => {
      await Promise.resolve();
      expect(readBaggage()).toEqual({ tenant: "t1", shard: "7" });
      withBaggage({ shard: undefined, extra: "é" }, () => {
        expect(readBaggage()).toEqual({ tenant: "t1", extra: "é" });
        const carrier = tracer.inject<Record<string, string>>({});
        tracer.withCarrier(carrier, () => {
          expect(readBaggage()).toEqual({ tenant: "t1", extra: "é" });
        });
      });
    });
    expect(readBaggage()).toEqual({});
  });
});

describe("a bound", () => {
  it("function runs in the scope in which it was bound, with its own this and arguments", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const inner = trace(function inner() {});
    const queue: (() => unknown)[] = [];
    const target = { factor: 2 };
    tracer.trace(function outer() {
      const bound = bindScope(function times(this: typeof target, value: number) {
        inner();
        return this.factor * value;
      });
      expect([bound.name, bound.length]).toEqual(["times", 1]);
      queue.push(() => bound.call(target, 21));
    });
    expect(queue.map((job) => job())).toEqual([42]);
    await tracer.flush();
    const outer = collector.spans.find((span) => span.name === "outer");
    expect(collector.spans.find((span) => span.name === "inner")?.parentSpanId).toBe(outer?.spanId);
  });

  it("emitter calls its listeners in the scope in which it was bound", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const inner = trace(function inner() {});
    const emitter = new EventEmitter();
    tracer.trace(function outer() {
      bindEmitterScope(emitter).once("event", inner);
    });
    emitter.emit("event");
    emitter.emit("event");
    await tracer.flush();
    const outer = collector.spans.find((span) => span.name === "outer");
    const inners = collector.spans.filter((span) => span.name === "inner");
    expect(inners.map((span) => span.parentSpanId)).toEqual([outer?.spanId]);
  });
});

function fail(): never {
  throw new Error("no");
}
