import { isUuid } from "@honeyhive/contract";
import { startCollector, type Collector } from "@honeyhive/testing";
import { expect, it } from "vitest";

import type { TracerOptions } from "../config/options.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

const started = (collector: Collector): unknown[] =>
  collector.requests
    .filter(({ path }) => path === "/session/start")
    .map(({ body }) => (body as { readonly session: unknown }).session);

const connect = (collector: Collector, options: TracerOptions): HoneyHiveTracer =>
  new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url, ...options });

it("is started once, before its updates, with everything known about it", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector, {
    sessionName: "chat",
    source: "prod",
    project: "shop",
    inputs: { question: "why" },
    metadata: { build: 7 },
    userProperties: { id: "u1" },
    runId: "run",
    datasetId: "set",
    datapointId: "point",
  });
  for (let call = 0; call < 3; call++) tracer.trace(() => call);
  await tracer.flush();
  expect(started(collector)).toEqual([
    {
      session_id: tracer.sessionId,
      session_name: "chat",
      source: "prod",
      project: "shop",
      start_time: expect.any(Number),
      inputs: { question: "why" },
      metadata: { build: 7, run_id: "run", dataset_id: "set", datapoint_id: "point" },
      user_properties: { id: "u1" },
    },
  ]);
  expect(collector.spans[0]?.attributes).toMatchObject({
    "honeyhive.session_id": tracer.sessionId,
    "honeyhive.session_name": "chat",
    "honeyhive.source": "prod",
    "honeyhive.project": "shop",
    "honeyhive_metadata.run_id": "run",
    "honeyhive_metadata.dataset_id": "set",
    "honeyhive_metadata.datapoint_id": "point",
  });
});

it("continues under a given UUID", async () => {
  await using collector = await startCollector();
  const sessionId = "0B1D6C3E-8F1A-4C56-9A53-000000000001";
  await using tracer = connect(collector, { sessionId });
  expect(tracer.sessionId).toBe(sessionId.toLowerCase());
});

it("gets a new id instead of one that is no UUID, and remembers that one", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector, { sessionId: "order 7" });
  tracer.trace(() => 1);
  await tracer.flush();
  expect(isUuid(tracer.sessionId)).toBe(true);
  expect(started(collector)).toMatchObject([{ metadata: { original_session_id: "order 7" } }]);
});

it("bounds each of its parts, and writes what cannot be written as marks", async () => {
  await using collector = await startCollector();
  const loop: Record<string, unknown> = { big: 1n };
  loop["self"] = loop;
  await using tracer = connect(collector, {
    maxValueLength: 1000,
    inputs: { text: "x".repeat(5000) },
    metadata: { loop, text: "y".repeat(5000) },
    userProperties: { id: "u1" },
  });
  tracer.trace(() => 1);
  await tracer.flush();
  expect(started(collector)).toMatchObject([
    {
      inputs: { truncated: { _truncated: true } },
      metadata: { truncated: { _truncated: true } },
      user_properties: { id: "u1" },
    },
  ]);
  expect(collector.requests[0]?.sizeBytes).toBeLessThan(4000);
});

it.each([
  ["a getter that throws", { good: 1, bad: "[Throws: no]" }, readingFails()],
  ["nothing at all", {}, undefined],
])("runs the code of a request whose metadata has %s", async (_, metadata, given) => {
  await using collector = await startCollector();
  await using tracer = connect(collector, { experimentId: "e1" });
  const options = given && { metadata: given };
  // As a program without types may call it.
  expect(tracer.withSession(options as object, () => tracer.trace(() => "done"))).toBe("done");
  await tracer.endSession(new Proxy({}, { ownKeys: fail }));
  await tracer.flush();
  expect(started(collector)).toMatchObject([
    { metadata: { ...metadata, experiment_id: "e1" } },
    { metadata: { experiment_id: "e1" } },
  ]);
});

function readingFails(): { good: number; bad: string } {
  return Object.defineProperty({ good: 1, bad: "" }, "bad", { get: fail, enumerable: true });
}

function fail(): never {
  throw new Error("no");
}

it("identifies its spans even where attributes of the same name were set", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector, {});
  const span = tracer.getTracer().startSpan("work");
  span.setAttribute("honeyhive.session_id", "forged").end();
  await tracer.flush();
  expect(collector.spans[0]?.attributes["honeyhive.session_id"]).toBe(tracer.sessionId);
});
