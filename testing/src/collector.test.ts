import { gzipSync } from "node:zlib";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { createClient, otlpTracesPath } from "@honeyhive/contract";
import { describe, expect, it } from "vitest";
import { startCollector, type Collector } from "./collector.js";

const traceId = "0123456789abcdef0123456789abcdef";
const spanId = "0123456789abcdef";
const json = {
  resourceSpans: [
    {
      resource: { attributes: [{ key: "service.name", value: { stringValue: "app" } }] },
      scopeSpans: [
        {
          scope: { name: "scope" },
          spans: [
            {
              traceId,
              spanId,
              name: "answer",
              kind: 1,
              startTimeUnixNano: "1",
              endTimeUnixNano: "9007199254740993",
              attributes: [
                { key: "count", value: { intValue: "3" } },
                { key: "tags", value: { arrayValue: { values: [{ stringValue: "a" }] } } },
              ],
              status: { code: 2, message: "broken" },
            },
          ],
        },
      ],
    },
  ],
};
const span = {
  traceId,
  spanId,
  parentSpanId: undefined,
  traceState: "",
  name: "answer",
  kind: 1,
  startTimeUnixNano: "1",
  endTimeUnixNano: "9007199254740993",
  attributes: { count: 3, tags: ["a"] },
  events: [],
  links: [],
  status: { code: 2, message: "broken" },
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
  flags: 0,
  resource: { "service.name": "app" },
  scope: { name: "scope", version: "" },
};

const send = (
  collector: Collector,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { "content-type": "application/json" },
): Promise<Response> => fetch(collector.url + otlpTracesPath, { method: "POST", body, headers });

describe("spans", () => {
  it("are read from JSON", async () => {
    await using collector = await startCollector();
    const response = await send(collector, JSON.stringify(json));
    expect(await response.json()).toEqual({});
    expect(await collector.waitForSpans(1)).toEqual([span]);
  });

  it("are read from compressed protobuf", async () => {
    await using collector = await startCollector();
    const response = await send(collector, new Uint8Array(gzipSync(encodeSample())), {
      "content-type": "application/x-protobuf",
      "content-encoding": "gzip",
    });
    expect((await response.arrayBuffer()).byteLength).toBe(0);
    expect(await collector.waitForSpans(1)).toEqual([span]);
  });

  it("that do not come are missed by name", async () => {
    await using collector = await startCollector();
    await send(collector, JSON.stringify(json));
    await expect(collector.waitForSpans(2, 20)).rejects.toThrow(
      "Expected 2 spans within 20 ms, got 1: answer.",
    );
  });
});

describe("misbehaviour", () => {
  it("refuses, and then accepts again", async () => {
    await using collector = await startCollector();
    collector.respondNext({ kind: "refuse", status: 429, retryAfterSeconds: 2 });
    const refused = await send(collector, JSON.stringify(json));
    const accepted = await send(collector, JSON.stringify(json));
    expect([refused.status, refused.headers.get("retry-after"), accepted.status]).toEqual([
      429,
      "2",
      200,
    ]);
    expect(collector.spans).toHaveLength(1);
    expect(collector.requests).toHaveLength(2);
  });

  it("cuts connections", async () => {
    await using collector = await startCollector();
    collector.respondAlways({ kind: "cut" });
    await expect(send(collector, JSON.stringify(json))).rejects.toThrow("fetch failed");
  });

  it("delays", async () => {
    await using collector = await startCollector();
    collector.respondNext({ kind: "delay", delayMs: 30 });
    const start = performance.now();
    await send(collector, JSON.stringify(json));
    expect(performance.now() - start).toBeGreaterThan(25);
  });

  it("accepts in part", async () => {
    await using collector = await startCollector();
    collector.respondNext({ kind: "partial", rejectedSpans: 1, message: "too old" });
    const response = await send(collector, JSON.stringify(json));
    expect(await response.json()).toEqual({
      partialSuccess: { rejectedSpans: "1", errorMessage: "too old" },
    });
  });
});

describe("the REST API", () => {
  it("keeps what clients of the contract send and answers in its shape", async () => {
    await using collector = await startCollector();
    const client = createClient({ serverUrl: collector.url, apiKey: "key" });
    const session = await client("startSessionLegacy", {
      body: { session: { session_name: "chat", project: "p" } },
    });
    const { run_id } = await client("createRun", { body: { name: "nightly", status: "running" } });
    const { evaluation } = await client("updateRun", {
      params: { run_id },
      body: { status: "completed" },
    });
    expect(session).toMatchObject({ event_type: "session", event_name: "chat" });
    expect(evaluation).toMatchObject({ run_id, name: "nightly", status: "completed" });
    expect(
      collector.requests.map(({ method, path, headers, body }) => [
        `${method} ${path.replace(run_id, "<id>")}`,
        headers["authorization"],
        body,
      ]),
    ).toEqual([
      ["POST /session/start", "Bearer key", { session: { session_name: "chat", project: "p" } }],
      ["POST /v1/runs", "Bearer key", { name: "nightly", status: "running" }],
      ["PUT /v1/runs/<id>", "Bearer key", { status: "completed" }],
    ]);
  });

  it("says what it does not have", async () => {
    await using collector = await startCollector();
    const response = await fetch(`${collector.url}/v1/datasets`);
    expect([response.status, await response.json()]).toMatchObject([
      404,
      { message: "The collector has no GET /v1/datasets." },
    ]);
  });
});

/** The same request as `json`, written with the library's own writer. */
function encodeSample(): Uint8Array {
  const bytes = (hex: string): Uint8Array => Buffer.from(hex, "hex");
  const message = (write: (writer: BinaryWriter) => BinaryWriter): Uint8Array =>
    write(new BinaryWriter()).finish();
  const text = (number: number, value: string) => (writer: BinaryWriter) =>
    writer.tag(number, WireType.LengthDelimited).string(value);
  const nested = (writer: BinaryWriter, number: number, value: Uint8Array): BinaryWriter =>
    writer.tag(number, WireType.LengthDelimited).bytes(value);
  const attribute = (key: string, value: Uint8Array): Uint8Array =>
    message((writer) => nested(text(1, key)(writer), 2, value));
  const tags = message((writer) => nested(writer, 1, message(text(1, "a"))));
  const encodedSpan = message((writer) => {
    nested(nested(writer, 1, bytes(traceId)), 2, bytes(spanId));
    text(5, "answer")(writer).tag(6, WireType.Varint).int32(1);
    writer.tag(7, WireType.Bit64).fixed64("1").tag(8, WireType.Bit64).fixed64("9007199254740993");
    nested(
      writer,
      9,
      attribute(
        "count",
        message((value) => value.tag(3, WireType.Varint).int64(3)),
      ),
    );
    nested(
      writer,
      9,
      attribute(
        "tags",
        message((value) => nested(value, 5, tags)),
      ),
    );
    return nested(
      writer,
      15,
      message((value) => text(2, "broken")(value).tag(3, WireType.Varint).int32(2)),
    );
  });
  const resource = message((writer) =>
    nested(writer, 1, attribute("service.name", message(text(1, "app")))),
  );
  const scopeSpans = message((writer) =>
    nested(nested(writer, 1, message(text(1, "scope"))), 2, encodedSpan),
  );
  const resourceSpans = message((writer) => nested(nested(writer, 1, resource), 2, scopeSpans));
  return message((writer) => nested(writer, 1, resourceSpans));
}
