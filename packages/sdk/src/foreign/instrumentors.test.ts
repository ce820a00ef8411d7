import { trace as otelTrace, type TracerProvider } from "@opentelemetry/api";
import { startCollector, type Collector } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { HoneyHiveTracer } from "../tracer/tracer.js";
import { globalRouter } from "../otel/global-router.js";
import type { Instrumentor } from "../core/instrumentor.js";

/** What an instrumentation is told, and a call of the library that it instruments. */
class Instrumentation implements Instrumentor {
  readonly providers: TracerProvider[] = [];

  setTracerProvider(provider: TracerProvider): void {
    this.providers.push(provider);
  }

  call(name: string): void {
    this.providers.at(-1)?.getTracer("library").startSpan(name).end();
  }
}

const connect = (collector: Collector, instrumentors: readonly Instrumentor[]): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url, instrumentors });

it("instrumentations are bound once for all tracers, and reach the session around each call", async () => {
  await using collector = await startCollector();
  const instrumentation = new Instrumentation();
  await using one = connect(collector, [instrumentation]);
  await using two = connect(collector, [instrumentation]);
  expect(instrumentation.providers).toEqual([globalRouter]);
  const sessions = [one, two].map((tracer) =>
    tracer.withSession({}, (sessionId) => {
      instrumentation.call("call");
      return sessionId;
    }),
  );
  await HoneyHiveTracer.flush();
  expect(collector.spans.map((span) => span.attributes["honeyhive.session_id"])).toEqual(sessions);
});

it("instrumentations go back to OpenTelemetry's global provider with the last tracer that asked for them", async () => {
  await using collector = await startCollector();
  const instrumentation = new Instrumentation();
  const one = connect(collector, [instrumentation]);
  const two = connect(collector, [instrumentation]);
  await one.shutdown();
  expect(instrumentation.providers).toEqual([globalRouter]);
  await two.shutdown();
  expect(instrumentation.providers).toEqual([globalRouter, otelTrace.getTracerProvider()]);
  instrumentation.call("after the last");
  await using next = connect(collector, [instrumentation]);
  instrumentation.call("next");
  await next.flush();
  expect(instrumentation.providers).toHaveLength(3);
  expect(collector.spans.map((span) => span.name)).toEqual(["next"]);
});

it("instrumentations that cannot be let go of break no shutdown", async () => {
  await using collector = await startCollector();
  const hostile: Instrumentor = {
    setTracerProvider: (provider) => {
      if (provider !== globalRouter) throw new Error("no");
    },
  };
  const tracer = connect(collector, [hostile]);
  tracer.trace(function work() {});
  expect(await tracer.shutdown()).toMatchObject({ exported: 1, isComplete: true });
});
