import { AsyncLocalStorage } from "node:async_hooks";

import { renderSpanTree, startCollector, type Collector } from "@honeyhive/testing";
import { context as otelContext, createContextKey, type Context } from "@opentelemetry/api";
import { expect, it, onTestFinished } from "vitest";

import { HoneyHiveTracer } from "../tracer/tracer.js";
import { trace } from "../wrap/trace.js";
import { createContextManager } from "./context-manager.js";

const connect = (collector: Collector): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });

/** As SDKs do: nobody looks at the answer. */
function registerHost(): AsyncLocalStorage<Context> {
  const storage = new AsyncLocalStorage<Context>();
  otelContext.setGlobalContextManager(createContextManager(storage));
  onTestFinished(() => otelContext.disable());
  return storage;
}

it("a context manager that a host registers later takes the place of ours", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector);
  const work = trace(function work() {});
  const host = registerHost();
  const key = createContextKey("tenant");
  otelContext.with(otelContext.active().setValue(key, "acme"), () => {
    expect(host.getStore()?.getValue(key)).toBe("acme");
    tracer.trace(function outer() {
      expect(host.getStore()?.getValue(key)).toBe("acme");
      work();
    });
  });
  await tracer.flush();
  expect(renderSpanTree(collector.spans)).toMatchInlineSnapshot(`
    "outer
    └─ work"
  `);
});

it("what runs in a scope meanwhile stays in it", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector);
  const work = trace(function work() {});
  await tracer.trace(async function outer() {
    registerHost();
    await Promise.resolve();
    work();
  });
  await tracer.flush();
  expect(renderSpanTree(collector.spans)).toMatchInlineSnapshot(`
    "outer
    └─ work"
  `);
});

it("a host's context manager survives our last tracer, and a second one is refused", async () => {
  await using collector = await startCollector();
  const tracer = connect(collector);
  const host = registerHost();
  await tracer.shutdown();
  const second = createContextManager(new AsyncLocalStorage<Context>());
  expect(otelContext.setGlobalContextManager(second)).toBe(false);
  const key = createContextKey("tenant");
  otelContext.with(otelContext.active().setValue(key, "acme"), () =>
    expect(host.getStore()?.getValue(key)).toBe("acme"),
  );
});

it("leaves the API as it found it", async () => {
  await using collector = await startCollector();
  const before = Object.getOwnPropertyNames(otelContext);
  await connect(collector).shutdown();
  expect(Object.getOwnPropertyNames(otelContext)).toEqual(before);
});
