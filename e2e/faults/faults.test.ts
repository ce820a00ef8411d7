import { startCollector, waitFor, type Behaviour } from "@honeyhive/testing";
import { HoneyHiveTracer } from "honeyhive";
import { expect, test } from "vitest";

import { startProxy } from "./start-proxy.js";

const spans = 2000;

interface Fault {
  readonly title: string;
  readonly behaviours: readonly Behaviour[];
}

const repeat = (count: number, behaviour: Behaviour): Behaviour[] =>
  Array.from({ length: count }, () => behaviour);

const faults: readonly Fault[] = [
  { title: "slow answers", behaviours: repeat(6, { kind: "delay", delayMs: 400 }) },
  {
    title: "429 with Retry-After",
    behaviours: repeat(4, { kind: "refuse", status: 429, retryAfterSeconds: 1 }),
  },
  { title: "a burst of 500", behaviours: repeat(8, { kind: "refuse", status: 500 }) },
  { title: "a burst of 503", behaviours: repeat(8, { kind: "refuse", status: 503 }) },
  { title: "cut connections", behaviours: repeat(6, { kind: "cut" }) },
];

test.each(faults)("delivers every span in spite of $title", async ({ behaviours }) => {
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({ serverUrl: collector.url, apiKey: "key" });
  collector.respondNext(...behaviours);
  trace(tracer, spans);
  expectClosedAccounts(tracer);
  await tracer.flush();
  expectClosedAccounts(tracer);
  expect(tracer.diagnostics().spans).toMatchObject({ delivered: spans, dropped: 0, pending: 0 });
  expect(distinct(collector)).toBe(spans);
});

test("delivers every span in spite of answers that break off", async () => {
  await using collector = await startCollector();
  await using proxy = await startProxy(collector.url);
  await using tracer = new HoneyHiveTracer({ serverUrl: proxy.url, apiKey: "key" });
  proxy.mode = "half";
  trace(tracer, spans);
  const flushed = tracer.flush();
  await collector.waitForSpans(spans);
  expectClosedAccounts(tracer);
  proxy.mode = "pass";
  expect(await flushed).toMatchObject({ exported: spans, dropped: 0, pending: 0 });
  expect(distinct(collector)).toBe(spans);
});

test("keeps every span while the server is gone and delivers them when it is back", async () => {
  await using collector = await startCollector();
  await using proxy = await startProxy(collector.url);
  await using tracer = new HoneyHiveTracer({ serverUrl: proxy.url, apiKey: "key" });
  trace(tracer, spans);
  await tracer.flush();
  await proxy.goAway();
  trace(tracer, spans);
  const away = await tracer.flush(300);
  expect(away).toMatchObject({ exported: spans, dropped: 0, pending: spans, isComplete: false });
  expectClosedAccounts(tracer);
  await proxy.comeBack();
  expect(await tracer.flush()).toMatchObject({ exported: spans * 2, dropped: 0, pending: 0 });
  expect(distinct(collector)).toBe(spans * 2);
});

test("counts what exceeds the queue, and nothing else is lost", async () => {
  await using collector = await startCollector();
  await using proxy = await startProxy(collector.url);
  await proxy.goAway();
  await using tracer = new HoneyHiveTracer({
    serverUrl: proxy.url,
    apiKey: "key",
    maxQueueSize: 500,
  });
  trace(tracer, spans);
  expect(tracer.diagnostics().spans).toMatchObject({
    accepted: spans,
    dropped: spans - 500,
    droppedBy: { "queue-full": spans - 500 },
  });
  expectClosedAccounts(tracer);
  await proxy.comeBack();
  await tracer.flush();
  expect(tracer.diagnostics().spans).toMatchObject({ delivered: 500, pending: 0 });
  expect(distinct(collector)).toBe(500);
});

test("retries many requests at once without a warning of Node's", async () => {
  const warnings: string[] = [];
  const listen = ({ name }: Error): number => warnings.push(name);
  process.on("warning", listen);
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({ serverUrl: collector.url, apiKey: "key" });
  collector.respondNext(...repeat(30, { kind: "refuse", status: 503 }));
  await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      tracer.withSession({ name: `${index}` }, () => tracer.flush()),
    ),
  );
  await waitFor({
    what: "60 requests",
    find: () => (collector.requests.length >= 60 ? true : undefined),
    describe: () => `${collector.requests.length}`,
  });
  process.off("warning", listen);
  expect(warnings).toEqual([]);
});

function trace(tracer: HoneyHiveTracer, count: number): void {
  for (let index = 0; index < count; index++) tracer.startSpan(`span ${index}`).end();
}

function expectClosedAccounts(tracer: HoneyHiveTracer): void {
  const { spans: ofSpans, requests } = tracer.diagnostics();
  for (const { accepted, delivered, dropped, pending } of [ofSpans, requests]) {
    expect(delivered + dropped + pending).toBe(accepted);
  }
}

/** A retried batch may arrive twice; the server knows its spans by their ids. */
function distinct({ spans: collected }: { readonly spans: readonly { spanId: string }[] }): number {
  return new Set(collected.map((span) => span.spanId)).size;
}
