import { SpanKind } from "@opentelemetry/api";
import { isUuid } from "@honeyhive/contract";
import { startCollector, type CollectedRequest, type Collector } from "@honeyhive/testing";
import { describe, expect, it } from "vitest";

import type { TracerOptions } from "../config/options.js";
import { clearRegistry } from "../tracer/registry.js";
import { getDefaultTracer } from "../tracer/default-tracer.js";
import { runWithSession } from "../scope/session-scope.js";
import { trace } from "../wrap/trace.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

const connect = (collector: Collector, options: TracerOptions = {}): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url, ...options });

const requestsTo = (collector: Collector, path: string): CollectedRequest[] =>
  collector.requests.filter((request) => request.path === path);

const sessionOf = (collector: Collector, name: string): unknown =>
  collector.spans.find((span) => span.name === name)?.attributes["honeyhive.session_id"];

describe("ready", () => {
  it("starts the session and says whether the tracer is enabled", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    expect(await tracer.ready).toBe(true);
    expect(requestsTo(collector, "/session/start")).toHaveLength(1);
    collector.respondAlways({ kind: "refuse", status: 401 });
    await using refused = connect(collector, { apiKey: "wrong" });
    expect(await refused.ready).toBe(false);
    expect(await refused.ready).toBe(false);
  });
});

describe("a session", () => {
  it("is created ahead of the work and ended after it", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const sessionId = await tracer.createSession({ name: "call", inputs: { from: "x" } });
    expect(isUuid(sessionId)).toBe(true);
    expect(sessionId).not.toBe(tracer.sessionId);
    expect(requestsTo(collector, "/session/start")[0]?.body).toMatchObject({
      session: { session_id: sessionId, session_name: "call", inputs: { from: "x" } },
    });
    await tracer.endSession({ outputs: { answer: 5 } }, sessionId);
    expect(requestsTo(collector, "/events").map(({ body }) => body)).toEqual([
      { event_id: sessionId, outputs: { answer: 5 } },
      { event_id: sessionId, end_time: expect.any(Number) },
    ]);
    expect(requestsTo(collector, "/session/start")).toHaveLength(1);
  });

  it("that is active is the one that ends", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const ended = await tracer.withSession({}, async (sessionId) => {
      await tracer.endSession();
      return sessionId;
    });
    expect(requestsTo(collector, "/events").map(({ body }) => body)).toEqual([
      { event_id: ended, end_time: expect.any(Number) },
    ]);
  });

  it("that somebody else creates is never started", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector, { skipBackendSessionCreation: true });
    tracer.trace(() => 1);
    tracer.withSession({}, () => tracer.trace(() => 2));
    await tracer.flush();
    expect(requestsTo(collector, "/session/start")).toEqual([]);
    expect(collector.spans).toHaveLength(2);
    expect(collector.spans[0]?.attributes).not.toHaveProperty("honeyhive.session_auto_create");
  });

  it("that the server makes of its first span is announced by each", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector, { sessionAutoCreate: true, sessionName: "auto" });
    tracer.trace(() => 1);
    await tracer.flush();
    expect(requestsTo(collector, "/session/start")).toEqual([]);
    expect(collector.spans[0]?.attributes).toMatchObject({
      "honeyhive.session_auto_create": true,
      "honeyhive.session_id": tracer.sessionId,
      "honeyhive.session_name": "auto",
    });
  });
});

describe("a session that the server could make of its first span", () => {
  const startsOf = async (
    use: (tracer: HoneyHiveTracer) => unknown,
  ): Promise<readonly unknown[]> => {
    await using collector = await startCollector();
    await using tracer = connect(collector, { sessionAutoCreate: true });
    await tracer.withSession({ name: "plain" }, async () => {
      tracer.trace(() => 1);
      await use(tracer);
    });
    await tracer.flush();
    expect(collector.spans[0]?.attributes).toMatchObject({ "honeyhive.session_name": "plain" });
    return requestsTo(collector, "/session/start").map(({ body }) => body);
  };

  it("is not started", async () => {
    expect(await startsOf(() => undefined)).toEqual([]);
  });

  it.each([
    [
      "inputs",
      (tracer: HoneyHiveTracer) =>
        tracer.withSession({ inputs: { a: 1 } }, () => tracer.trace(() => 1)),
    ],
    [
      "metadata",
      (tracer: HoneyHiveTracer) =>
        tracer.withSession({ metadata: { a: 1 } }, () => tracer.trace(() => 1)),
    ],
    [
      "a name that is no UUID",
      (tracer: HoneyHiveTracer) =>
        tracer.withSession({ sessionId: "order 7" }, () => tracer.trace(() => 1)),
    ],
    ["an update", (tracer: HoneyHiveTracer) => tracer.enrichSession({ metadata: { a: 1 } })],
    ["a carrier", (tracer: HoneyHiveTracer) => tracer.inject({})],
    ["an event that is no span", (tracer: HoneyHiveTracer) => tracer.createEvent("done")],
    ["a request to create it", (tracer: HoneyHiveTracer) => tracer.createSession()],
  ])("is started for %s", async (_what, use) => {
    expect(await startsOf(use)).toHaveLength(1);
  });
});

describe("a span of kind SERVER", () => {
  it("outside every session gets one of its own, with everything below it", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const otel = tracer.getTracer("http");
    for (const name of ["GET /a", "GET /b"]) {
      otel.startActiveSpan(name, { kind: SpanKind.SERVER }, (span) => {
        tracer.trace(function handler() {
          tracer.enrichSpan({ metadata: { of: name } });
        });
        span.end();
      });
    }
    tracer.trace(function outside() {});
    await tracer.flush();
    const [one, two] = [sessionOf(collector, "GET /a"), sessionOf(collector, "GET /b")];
    expect(new Set([one, two, tracer.sessionId]).size).toBe(3);
    const handlers = collector.spans.filter(({ name }) => name === "handler");
    expect(handlers.map(({ attributes }) => attributes["honeyhive.session_id"])).toEqual([
      one,
      two,
    ]);
    expect(sessionOf(collector, "outside")).toBe(tracer.sessionId);
  });

  it("inside a session or below a span stays there", async () => {
    await using collector = await startCollector();
    await using tracer = connect(collector);
    const serve = (name: string): void =>
      tracer.getTracer("http").startSpan(name, { kind: SpanKind.SERVER }).end();
    const inside = tracer.withSession({}, (sessionId) => {
      serve("in session");
      return sessionId;
    });
    tracer.trace(() => serve("below span"));
    await tracer.flush();
    expect(sessionOf(collector, "in session")).toBe(inside);
    expect(sessionOf(collector, "below span")).toBe(tracer.sessionId);
  });
});

it("withSession() of a disabled tracer runs its function in no session of its own", () => {
  const tracer = new HoneyHiveTracer({ disableTracing: true });
  const run = (sessionId: string): unknown => [sessionId, getDefaultTracer()];
  expect(tracer.withSession({ name: "request" }, run)).toEqual([tracer.sessionId, undefined]);
});

describe("runWithSession", () => {
  it("takes the active tracer, else the default one", async () => {
    await using one = await startCollector();
    await using two = await startCollector();
    clearRegistry();
    await using first = connect(one);
    await using second = connect(two);
    const work = trace(function work() {});
    const sessionIds = [
      runWithSession({ name: "request" }, (sessionId) => {
        work();
        return sessionId;
      }),
      second.trace(() =>
        runWithSession({ name: "request" }, (sessionId) => {
          work();
          return sessionId;
        }),
      ),
    ];
    await Promise.all([first.flush(), second.flush()]);
    expect([sessionOf(one, "work"), sessionOf(two, "work")]).toEqual(sessionIds);
  });

  it("without a tracer just runs", () => {
    clearRegistry();
    expect(runWithSession({}, (sessionId) => [sessionId, 5])).toEqual([undefined, 5]);
  });
});
