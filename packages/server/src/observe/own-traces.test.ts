import { otlpTracesPath } from "@honeyhive/contract";
import { startCollector } from "@honeyhive/testing";
import { expect, test } from "vitest";

import { otlpJson } from "../testing/otlp-json.js";
import { startTestServer } from "../testing/test-server.js";
import { until } from "../testing/until.js";

test("sends a span for each request and one for each question to the store below it", async () => {
  await using collector = await startCollector();
  const tracesEndpoint = collector.url + otlpTracesPath;
  const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  {
    await using server = await startTestServer({ tracesEndpoint });
    const project = server.newProject();
    await project.send("GET", "/v1/events/some-id", undefined, { traceparent: parent });
  }
  const request = collector.spans.find(({ name }) => name === "GET /v1/events/:event_id");
  expect(request).toMatchObject({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    parentSpanId: "b7ad6b7169203331",
    attributes: { "http.route": "/v1/events/:event_id", "http.response.status_code": 404 },
  });
  const questions = collector.spans.filter(({ parentSpanId }) => parentSpanId === request?.spanId);
  expect(questions.map(({ name }) => name)).toContain("store select");
});

test("does not trace that it takes its own traces", async () => {
  // A server that sends its traces to itself would never come to rest.
  await using server = await startTestServer();
  const project = server.newProject();
  await using traced = await startTestServer({
    tracesEndpoint: `${server.url}/v1/traces`,
    tracesHeaders: { authorization: `Bearer ${project.apiKey}` },
  });
  const own = traced.newProject();
  const headers = { "x-honeyhive-own-traces": "1" };
  await own.send("POST", "/v1/traces", otlpJson([{ spanId: "00000000000000a1" }]), headers);
  await own.send("GET", "/v1/runs");
  await traced[Symbol.asyncDispose]();
  const { events } = await project.call("exportEvents", { body: { limit: 100 } });
  const names = events.map(({ event_name }) => event_name);
  expect(names).toContain("GET /v1/runs");
  expect(names.filter((name) => name.startsWith("POST"))).toEqual([]);
});

test("goes on when nobody takes its traces, and counts them", async () => {
  await using server = await startTestServer({ tracesEndpoint: "http://127.0.0.1:1/v1/traces" });
  expect((await fetch(`${server.url}/about`)).status).toBe(200);
  await until(async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return /honeyhive_own_spans_lost_total [1-9]/.test(text);
  });
});
