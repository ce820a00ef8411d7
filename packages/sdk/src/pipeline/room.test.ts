import { capability, routes } from "@honeyhive/contract";
import { startCollector, type Behaviour } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { HoneyHiveTracer } from "../tracer/tracer.js";
import { loneRequestWeight, roomyCount } from "./room.js";

const many = roomyCount + 1000;

/** A tracer with more spans behind it than should wait, and a server that answers like this. */
async function overflow(behaviour: Behaviour): Promise<
  AsyncDisposable & {
    readonly waitForRoom: (signal?: AbortSignal) => Promise<void> | undefined;
    readonly pending: () => number;
  }
> {
  const collector = await startCollector();
  collector.respondAlways(behaviour);
  const tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: collector.url,
    skipBackendSessionCreation: true,
  });
  const pipeline = tracer.core.pipeline;
  expect(pipeline.waitForRoom()).toBeUndefined();
  for (let n = 0; n < many; n++) tracer.trace(() => n);
  return {
    waitForRoom: (signal) => pipeline.waitForRoom(signal),
    pending: () => tracer.diagnostics().spans.pending,
    [Symbol.asyncDispose]: async () => {
      await tracer.shutdown(0);
      await collector[Symbol.asyncDispose]();
    },
  };
}

it("who waits goes on when enough has left", async () => {
  await using full = await overflow({ kind: "delay", delayMs: 30 });
  const room = full.waitForRoom();
  expect(room).toBeDefined();
  await room;
  expect(full.pending()).toBeLessThanOrEqual(roomyCount);
});

it("requests count for more where each travels alone", async () => {
  const collector = await startCollector();
  collector.respondAlways({ kind: "delay", delayMs: 60_000 });
  await using _collector = collector;
  const tracer = new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url });
  const { pipeline } = tracer.core;
  for (let n = 0; n <= roomyCount / loneRequestWeight; n++) {
    void pipeline.request(String(n), routes.startSessionLegacy, {});
  }
  const aborted = new AbortController();
  expect(pipeline.waitForRoom(aborted.signal)).toBeDefined();
  aborted.abort();
  pipeline.heed(capability.sessionBatches);
  expect(pipeline.waitForRoom()).toBeUndefined();
  await tracer.shutdown(0);
});

it("nobody waits for a server in trouble", async () => {
  await using full = await overflow({ kind: "refuse", status: 503 });
  await full.waitForRoom();
  expect(full.pending()).toBe(many);
  expect(full.waitForRoom()).toBeUndefined();
});

it("nobody waits beyond a cancellation", async () => {
  await using full = await overflow({ kind: "delay", delayMs: 60_000 });
  const controller = new AbortController();
  const room = full.waitForRoom(controller.signal);
  controller.abort();
  await room;
  expect(full.pending()).toBe(many);
  expect(full.waitForRoom(controller.signal)).toBeUndefined();
});
