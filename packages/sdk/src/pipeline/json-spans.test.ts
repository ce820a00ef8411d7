import { makeTemporaryDirectory, startCollector, type Collector } from "@honeyhive/testing";
import { otlpTracesPath } from "@honeyhive/contract";
import { expect, it } from "vitest";

import { resolveOptions } from "../config/resolve-options.js";
import type { TracerOptions } from "../config/options.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

const connect = (collector: Collector, options: TracerOptions = {}): HoneyHiveTracer =>
  new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: collector.url,
    otlpProtocol: "http/json",
    ...options,
  });

const contentTypes = (collector: Collector, path = otlpTracesPath): unknown[] =>
  collector.requests
    .filter((request) => request.path === path)
    .map(({ headers }) => headers["content-type"]);

it("spans leave as JSON where that is asked for", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector);
  tracer.trace(function work() {
    return 42;
  });
  expect(await tracer.flush()).toMatchObject({ exported: 1, dropped: 0, pending: 0 });
  expect(contentTypes(collector)).toEqual(["application/json"]);
  expect(collector.spans[0]).toMatchObject({
    name: "work",
    attributes: { "honeyhive.session_id": tracer.sessionId },
  });
});

it("tracers of one key that write differently share no requests", async () => {
  await using collector = await startCollector();
  await using one = connect(collector);
  await using other = connect(collector, { otlpProtocol: "http/protobuf" });
  one.trace(() => 1);
  other.trace(() => 2);
  await Promise.all([one.flush(), other.flush()]);
  const expected = ["application/json", "application/x-protobuf"];
  expect(new Set(contentTypes(collector))).toEqual(new Set(expected));
});

it("what the server refuses of a JSON request is counted, and what it cannot take yet is sent again", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector, { skipBackendSessionCreation: true });
  collector.respondNext(
    { kind: "refuse", status: 503, retryAfterSeconds: 0 },
    { kind: "partial", rejectedSpans: 1, message: "too old" },
  );
  tracer.trace(() => 1);
  tracer.trace(() => 2);
  expect(await tracer.flush(10_000)).toMatchObject({ exported: 1, dropped: 1, pending: 0 });
  expect(contentTypes(collector)).toEqual(["application/json", "application/json"]);
});

it("spans on disk and for an endpoint of their own leave as JSON too", async () => {
  await using collector = await startCollector();
  await using endpoint = await startCollector();
  await using directory = await makeTemporaryDirectory();
  await using tracer = connect(collector, {
    spool: directory.path,
    otlpEndpoint: `${endpoint.url}${otlpTracesPath}`,
  });
  tracer.trace(() => 1);
  expect(await tracer.flush()).toMatchObject({ exported: 1 });
  expect([contentTypes(collector), contentTypes(endpoint)]).toEqual([[], ["application/json"]]);
  expect(endpoint.spans).toHaveLength(1);
});

it.each([
  [{ HH_OTLP_PROTOCOL: "http/json" }, "http/json", 0],
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: "HTTP/JSON" }, "http/json", 0],
  [
    {
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: "http/protobuf",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    },
    "http/protobuf",
    0,
  ],
  // Of the program's own exporter, which is not ours to judge.
  [{ OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" }, "http/protobuf", 0],
  [{ HH_OTLP_PROTOCOL: "grpc" }, "http/protobuf", 1],
  [{}, "http/protobuf", 0],
])("the environment %o means %s, with %d warnings", (environment, protocol, warningCount) => {
  const { spanEndpoint, warnings } = resolveOptions({ apiKey: "key" }, environment);
  expect([spanEndpoint.protocol, warnings.length]).toEqual([protocol, warningCount]);
});
