import { AsyncLocalStorage } from "node:async_hooks";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { startCollector, waitFor } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { processState } from "../core/process-state.js";
import { HoneyHiveTracer } from "./tracer.js";

it("test mode does everything but touch the network, and needs no key", async () => {
  let connections = 0;
  const server = createServer().on("connection", () => connections++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const tracer = await HoneyHiveTracer.init({
    testMode: true,
    apiKey: undefined,
    serverUrl: `http://127.0.0.1:${port}`,
  });
  expect(tracer.isEnabled).toBe(true);
  tracer.trace(() => tracer.enrichSpan({ metadata: { a: 1 } }));
  await tracer.enrichSession({ metadata: { a: 1 } });
  tracer.createEvent("recorded");
  await tracer.endSession();
  const result = await tracer.shutdown();
  expect(result).toEqual({ exported: 1, dropped: 0, pending: 0, isComplete: true });
  expect(tracer.diagnostics().isTestMode).toBe(true);
  expect(connections).toBe(0);
  server.close();
});

it("a fetch of the program's own sends every request", async () => {
  await using collector = await startCollector();
  const urls: string[] = [];
  const tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: collector.url,
    fetch: (input, init) => {
      urls.push(new URL(String(input)).pathname);
      return fetch(input, init);
    },
  });
  tracer.trace(() => 1);
  await tracer.enrichSession({ metadata: { a: 1 } });
  await tracer.shutdown();
  expect(urls.toSorted()).toEqual(["/events", "/opentelemetry/v1/traces", "/session/start"]);
  expect(collector.spans).toHaveLength(1);
  expect(collector.requests[0]?.headers["authorization"]).toBe("Bearer key");
});

it("a fetch that fails is tried again", async () => {
  await using collector = await startCollector();
  let failures = 2;
  const tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: collector.url,
    fetch: (input, init) =>
      failures-- > 0 ? Promise.reject(new TypeError("fetch failed")) : fetch(input, init),
  });
  tracer.trace(() => 1);
  expect(await tracer.shutdown()).toMatchObject({ exported: 1, isComplete: true });
});

it("tracers with a fetch of their own share no pipeline", async () => {
  const one = new HoneyHiveTracer({ testMode: false, apiKey: "k", fetch: () => fetch("data:,") });
  const two = new HoneyHiveTracer({ testMode: false, apiKey: "k", fetch: () => fetch("data:,") });
  expect(one.core.pipeline).not.toBe(two.core.pipeline);
  await Promise.all([one.shutdown(), two.shutdown()]);
});

it("without batches each span is sent at once, in a request of its own", async () => {
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: collector.url,
    disableBatch: true,
  });
  for (let call = 0; call < 3; call++) tracer.trace(() => call);
  await collector.waitForSpans(3);
  await collector.waitForRequests("/opentelemetry/v1/traces", 3);
});

it("no request has more spans than the batch size", async () => {
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: collector.url,
    batchSize: 2,
  });
  for (let call = 0; call < 5; call++) tracer.trace(() => call);
  await tracer.flush();
  const requests = collector.requests.filter(({ path }) => path === "/opentelemetry/v1/traces");
  expect(requests).toHaveLength(3);
});

it("waitUntil gets a promise in each session, which outlasts the delivery of all that ends in it meanwhile", async () => {
  await using collector = await startCollector();
  const deliveries: string[] = [];
  /** What the platform knows. */
  const request = new AsyncLocalStorage<string>();
  await using tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: collector.url,
    flushIntervalMs: 60_000,
    waitUntil: (delivery) => {
      const name = request.getStore() ?? "none";
      void delivery.then(() => deliveries.push(`${name}: ${spansOf(name)}`));
    },
  });
  const spansOf = (name: string): string =>
    collector.spans
      .filter(({ attributes }) => attributes["honeyhive.session_name"] === name)
      .map((span) => span.name)
      .join(", ");
  await Promise.all(
    ["first", "second"].map((name) =>
      request.run(name, () =>
        tracer.withSession({ name }, async () => {
          for (const step of ["one", "two", "three"]) {
            tracer.startSpan(step).end();
            await Promise.resolve();
          }
        }),
      ),
    ),
  );
  await collector.waitForSpans(6);
  await waitFor({
    what: "both deliveries to be over",
    find: () => (deliveries.length === 2 ? true : undefined),
    describe: () => deliveries.join("; "),
  });
  expect(deliveries.toSorted()).toEqual(["first: one, two, three", "second: one, two, three"]);
});

it("waitUntil gets one promise at a time, which outlasts the delivery", async () => {
  await using collector = await startCollector();
  const deliveries: Promise<unknown>[] = [];
  await using tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: collector.url,
    flushIntervalMs: 60_000,
    waitUntil: (delivery) => deliveries.push(delivery),
  });
  for (let call = 0; call < 3; call++) tracer.trace(() => call);
  expect(deliveries).toHaveLength(1);
  await Promise.all(deliveries);
  expect(collector.spans).toHaveLength(3);
  tracer.trace(() => "later");
  expect(deliveries).toHaveLength(2);
});

it("what is said verbosely comes from the tracer that was asked to, on stderr, without payloads", async () => {
  const lines: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (line: string | Uint8Array) => lines.push(String(line)) > 0;
  try {
    await using loud = new HoneyHiveTracer({ testMode: true, verbose: true });
    await using quiet = new HoneyHiveTracer({ testMode: true });
    loud.trace(function heard(_input: string) {}, "hh-payload");
    quiet.trace(function unheard() {});
  } finally {
    process.stderr.write = write;
  }
  expect(lines.join("")).toContain("heard ended in session");
  expect(lines.join("")).not.toContain("unheard");
  expect(lines.join("")).not.toContain("hh-payload");
});

it("without exit hooks the process has no listener of ours", async () => {
  const before = process.listenerCount("SIGTERM");
  await using tracer = new HoneyHiveTracer({ testMode: true, exitHooks: false });
  expect(process.listenerCount("SIGTERM")).toBe(before);
  await using hooked = new HoneyHiveTracer({ testMode: true });
  expect(process.listenerCount("SIGTERM")).toBe(before + 1);
  expect([tracer.isEnabled, hooked.isEnabled]).toEqual([true, true]);
});

it("the last tracer leaves nothing behind", async () => {
  const tracer = new HoneyHiveTracer({ testMode: true });
  tracer.trace(() => 1);
  await tracer.shutdown();
  expect(processState.pipelines.size).toBe(0);
  expect(processState.exitHookUsers).toBe(0);
  const next = await HoneyHiveTracer.init({ testMode: true });
  next.trace(() => 1);
  expect(await next.shutdown()).toMatchObject({ exported: 1 });
});

it("no request waits longer for its answer than the export timeout", async () => {
  await using collector = await startCollector();
  collector.respondAlways({ kind: "delay", delayMs: 60_000 });
  const tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: collector.url,
    exportTimeoutMs: 50,
    maxRetries: 1,
  });
  tracer.trace(() => 1);
  expect(await tracer.shutdown(10_000)).toMatchObject({ dropped: 2, pending: 0 });
  expect(tracer.diagnostics().lastError).toContain("No answer within 50 ms");
});

it("a flush takes no longer than its budget", async () => {
  await using collector = await startCollector();
  collector.respondAlways({ kind: "delay", delayMs: 60_000 });
  const tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: collector.url,
    flushTimeoutMs: 50,
  });
  tracer.trace(() => 1);
  expect(await tracer.flush()).toMatchObject({ pending: 2, isComplete: false });
  await tracer.shutdown();
});

it("no more connections are open than are allowed", async () => {
  let open = 0;
  let most = 0;
  const server = createServer((_request, response) => setTimeout(() => response.end("{}"), 10)).on(
    "connection",
    (socket) => {
      most = Math.max(most, ++open);
      socket.on("close", () => open--);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: `http://127.0.0.1:${port}`,
    maxConnections: 2,
  });
  for (let request = 0; request < 10; request++) {
    tracer.withSession({}, () => tracer.trace(() => request));
  }
  expect(await tracer.shutdown()).toMatchObject({ exported: 10 });
  expect(most).toBe(2);
  server.close();
});

it("spans go to an endpoint of their own, with its headers; sessions do not", async () => {
  await using server = await startCollector();
  await using endpoint = await startCollector();
  const tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: server.url,
    otlp: {
      otlpEndpoint: `${endpoint.url}/opentelemetry/v1/traces?tenant=a`,
      otlpHeaders: { "X-Tenant": "a", authorization: "Basic abc" },
    },
  });
  tracer.trace(() => 1);
  await tracer.shutdown();
  expect(endpoint.spans).toHaveLength(1);
  expect(endpoint.requests).toHaveLength(1);
  expect(endpoint.requests[0]?.headers).toMatchObject({
    "x-tenant": "a",
    authorization: "Basic abc",
  });
  expect(server.requests.map(({ path }) => path)).toEqual(["/session/start"]);
  expect(server.requests[0]?.headers["authorization"]).toBe("Bearer key");
  expect(server.requests[0]?.headers["x-tenant"]).toBeUndefined();
});

it("the experiment of the program is in the metadata of each of its sessions", async () => {
  await using collector = await startCollector();
  const tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: collector.url,
    evaluation: { experimentId: "e1", experimentVariant: "b", experimentMetadata: { arm: 2 } },
  });
  tracer.withSession({ name: "one", metadata: { own: true } }, () => tracer.trace(() => 1));
  await tracer.shutdown();
  const [started] = await collector.waitForRequests("/session/start", 1);
  expect(started?.body).toMatchObject({
    session: {
      metadata: {
        own: true,
        experiment_id: "e1",
        experiment_variant: "b",
        experiment_metadata: { arm: 2 },
      },
    },
  });
});
