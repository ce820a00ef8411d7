import { gzipSync } from "node:zlib";

import { Client, credentials, Metadata } from "@grpc/grpc-js";
import { afterAll, beforeAll, expect, test } from "vitest";

import { encodeExportAnswer } from "../../ingest/encode-export-answer.js";
import { encodeMetricsOfficially, type EncodedRequest } from "../../testing/encode-officially.js";
import { startTestServer } from "../../testing/test-server.js";

let encoded: EncodedRequest;
beforeAll(async () => {
  encoded = await encodeMetricsOfficially();
});
const server = await startTestServer({ grpcPort: 0 });
afterAll(() => server[Symbol.asyncDispose]());

const message =
  "Expected spans, or logs that are events of conversations: metrics are not kept. " +
  "Send them elsewhere, or set OTEL_METRICS_EXPORTER=none.";
const told = encodeExportAnswer({ count: 7, firstReason: message });

async function countOfRejected(): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^honeyhive_ingest_rejected_data_points_total (\d+)$/m.exec(text)?.[1] ?? 0);
}

test("metrics of OpenTelemetry are not kept, and their senders are told how many, in each encoding", async () => {
  const project = server.sharedProject();
  const before = await countOfRejected();
  const json = await project.send("POST", "/opentelemetry/v1/metrics", toBody(encoded.json), {
    "content-type": "application/json",
  });
  expect([json.status, await json.json()]).toEqual([
    200,
    { partialSuccess: { rejectedDataPoints: 7, errorMessage: message } },
  ]);
  // Exporters that send all signals to one address call it so.
  for (const path of ["/opentelemetry/v1/metrics", "/v1/metrics"]) {
    const headers = { "content-type": "application/x-protobuf", "content-encoding": "gzip" };
    const body = toBody(gzipSync(encoded.protobuf));
    const response = await project.send("POST", path, body, headers);
    expect(response.headers.get("content-type")).toBe("application/x-protobuf");
    expect(Buffer.from(await response.arrayBuffer()).equals(told)).toBe(true);
  }
  expect(await exportOverGrpc()).toEqual(Buffer.from(told));
  expect((await countOfRejected()) - before).toBe(28);
});

test("nothing to keep is nothing to tell, and what is no metric is refused", async () => {
  const project = server.sharedProject();
  const empty = await project.send("POST", "/opentelemetry/v1/metrics", { resourceMetrics: [] });
  expect(await empty.json()).toEqual({ partialSuccess: {} });
  const headers = { "content-type": "application/x-protobuf" };
  const bytes = toBody(Buffer.from("no protobuf at all"));
  const broken = await project.send("POST", "/v1/metrics", bytes, headers);
  expect(broken.status).toBe(400);
});

function toBody(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

async function exportOverGrpc(): Promise<Buffer> {
  const client = new Client(`127.0.0.1:${server.grpcPort}`, credentials.createInsecure());
  const metadata = new Metadata();
  metadata.set("authorization", `Bearer ${server.apiKey}`);
  const asIs = (bytes: Buffer): Buffer => bytes;
  const path = "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export";
  try {
    return await new Promise((resolve, reject) => {
      const body = Buffer.from(encoded.protobuf);
      client.makeUnaryRequest(path, asIs, asIs, body, metadata, (error, answer) => {
        if (answer === undefined) reject(error ?? new Error("Expected an answer, got none."));
        else resolve(answer);
      });
    });
  } finally {
    client.close();
  }
}
