import { promisify } from "node:util";
import { deflate, gzip } from "node:zlib";

import { eventIdOfSpan } from "@honeyhive/contract";
import { afterAll, expect, test } from "vitest";

import { otlpJson, type JsonSpan } from "../../testing/otlp-json.js";
import { otlpProtobuf } from "../../testing/otlp-protobuf.js";
import { storeAsZstd, zstdBomb } from "../../testing/zstd.js";
import { startTestServer, type ProjectClient } from "../../testing/test-server.js";

const server = await startTestServer({ limits: { maxBodyBytes: 1_000_000 } });
afterAll(() => server[Symbol.asyncDispose]());

const sessionId = "11111111-1111-4111-8111-111111111111";
const traceId = "0af7651916cd43dd8448eb211c80319c";
const attributes = { "honeyhive.session_id": sessionId };

function post(project: ProjectClient, spans: readonly JsonSpan[]): Promise<Response> {
  return project.send("POST", "/opentelemetry/v1/traces", otlpJson(spans));
}

test("stores spans before it answers", async () => {
  const project = server.newProject();
  const response = await post(project, [{ spanId: "00000000000000a1", attributes }]);
  expect([response.status, await response.json()]).toEqual([200, { partialSuccess: {} }]);
  const id = eventIdOfSpan(traceId, "00000000000000a1");
  const { event } = await project.call("getEvent", { params: { event_id: id } });
  expect(event).toMatchObject({ event_id: id, session_id: sessionId, parent_id: sessionId });
});

test("stores a span once, however often it is sent", async () => {
  const project = server.newProject();
  const spans = [{ spanId: "00000000000000a1", attributes }];
  await Promise.all([post(project, spans), post(project, spans), post(project, spans)]);
  await post(project, [...spans, { spanId: "00000000000000a2", attributes }]);
  const { totalEvents } = await project.call("exportEvents", { body: {} });
  expect(totalEvents).toBe(3);
});

test("takes compressed bodies", async () => {
  const project = server.newProject();
  const compressors = { gzip: promisify(gzip), deflate: promisify(deflate), zstd: storeAsZstd };
  for (const [index, [encoding, compress]] of Object.entries(compressors).entries()) {
    const spanId = `00000000000000b${index}`;
    const json = Buffer.from(JSON.stringify(otlpJson([{ spanId }])));
    const body = new Uint8Array(await compress(json));
    const headers = { "content-type": "application/json", "content-encoding": encoding };
    expect((await project.send("POST", "/v1/traces", body, headers)).status).toBe(200);
  }
  const { totalEvents } = await project.call("exportEvents", { body: {} });
  expect(totalEvents).toBe(4);
});

test("takes the valid spans of a request and says what is wrong with the others", async () => {
  const project = server.newProject();
  const response = await post(project, [
    { spanId: "00000000000000a1" },
    { spanId: "1", name: "short" },
  ]);
  expect([response.status, await response.json()]).toEqual([
    200,
    {
      partialSuccess: {
        rejectedSpans: 1,
        errorMessage: "Span `short`: expected a span id of 8 bytes that are not all zero, got `1`.",
      },
    },
  ]);
});

test("refuses a body that is not what its headers say", async () => {
  const project = server.newProject();
  const send = async (
    body: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<unknown> => {
    const bytes = new TextEncoder().encode(body);
    const response = await project.send("POST", "/v1/traces", bytes, headers);
    const { errorCode } = (await response.json()) as { errorCode: string };
    return [response.status, errorCode];
  };
  const protobuf = { "content-type": "application/x-protobuf" };
  const json = { "content-type": "application/json" };
  expect(await send("no protobuf", protobuf)).toEqual([400, "INVALID_OTLP"]);
  expect(await send("no json", json)).toEqual([400, "INVALID_OTLP"]);
  expect(await send("[]", json)).toEqual([400, "INVALID_OTLP"]);
  for (const list of [
    '{"spans":[]}',
    '"x"',
    '[{"scopeSpans":{}}]',
    '[{"scopeSpans":[{"spans":{}}]}]',
  ]) {
    expect(await send(`{"resourceSpans":${list}}`, json)).toEqual([400, "INVALID_OTLP"]);
  }
  expect(await send("{}", { "content-type": "text/plain" })).toEqual([
    415,
    "UNSUPPORTED_MEDIA_TYPE",
  ]);
  expect(await send("{}", { ...json, "content-encoding": "gzip" })).toEqual([
    400,
    "INVALID_REQUEST",
  ]);
  expect(await send("{}", { ...json, "content-encoding": "zstd" })).toEqual([
    400,
    "INVALID_REQUEST",
  ]);
  expect(await send("{}", { ...json, "content-encoding": "br" })).toEqual([
    415,
    "UNSUPPORTED_MEDIA_TYPE",
  ]);
});

test("refuses a body over the limit, compressed or not", async () => {
  const project = server.newProject();
  const big = new TextEncoder().encode(`{"padding":"${"x".repeat(1_000_001)}"}`);
  const small = new Uint8Array(await promisify(gzip)(big));
  const json = { "content-type": "application/json" };
  const plain = await project.send("POST", "/v1/traces", big, json);
  const packed = await project.send("POST", "/v1/traces", small, {
    ...json,
    "content-encoding": "gzip",
  });
  const bomb = await project.send("POST", "/v1/traces", zstdBomb(2_000_000), {
    ...json,
    "content-encoding": "zstd",
  });
  for (const response of [plain, packed, bomb]) {
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({
      errorCode: "PAYLOAD_TOO_LARGE",
      message: expect.stringContaining("at most 1000000 bytes") as unknown,
    });
  }
});

test("answers an empty protobuf message when asked in protobuf", async () => {
  const project = server.newProject();
  const headers = { "content-type": "application/x-protobuf" };
  const response = await project.send("POST", "/v1/traces", new Uint8Array(), headers);
  expect(response.headers.get("content-type")).toBe("application/x-protobuf");
  expect((await response.arrayBuffer()).byteLength).toBe(0);
});

test("makes a session for spans whose session was never started", async () => {
  const project = server.newProject();
  const named = { ...attributes, "honeyhive.session_name": "Chat", "honeyhive.source": "test" };
  await post(project, [
    {
      spanId: "00000000000000a2",
      parentSpanId: "00000000000000a1",
      startMs: 1_780_000_000_005,
      attributes: named,
    },
    { spanId: "00000000000000a1", attributes: named },
  ]);
  const tree = await project.call("getSession", { params: { session_id: sessionId } });
  expect(tree).toMatchObject({
    event_type: "session",
    event_name: "Chat",
    source: "test",
    start_time: 1_780_000_000_000,
    metadata: { auto_created: true, num_events: 2 },
  });
  expect(tree.children.map((child) => child.children.length)).toEqual([1]);
});

test.each([
  ["that nobody started", false],
  ["that is started afterwards", true],
])("begins a session %s with its first span, though that comes last", async (_, isStarted) => {
  const project = server.newProject();
  const [above, below] = ["00000000000000a1", "00000000000000a2"];
  const inner = { spanId: below, parentSpanId: above, startMs: 1_780_000_000_005, attributes };
  await post(project, [inner]);
  await post(project, [{ spanId: above, startMs: 1_780_000_000_000, attributes }]);
  const body = { session_id: sessionId, session_name: "named" };
  if (isStarted) await project.call("createSession", { body });
  const tree = await project.call("getSession", { params: { session_id: sessionId } });
  const times = { start_time: 1_780_000_000_000, duration: tree.end_time - 1_780_000_000_000 };
  expect(tree).toMatchObject(times);
  const filters = [{ field: "event_type", operator: "is", value: "session" }] as const;
  for (const projections of [[], ["start_time", "duration"]]) {
    const { events } = await project.call("exportEvents", { body: { filters, projections } });
    expect(events).toMatchObject([times]);
  }
});

test("lets a session start fill in what its spans began, whichever comes first", async () => {
  for (const order of ["start first", "spans first", "both at once"]) {
    const project = server.newProject();
    const start = (): Promise<unknown> =>
      project.call("startSessionLegacy", {
        body: {
          session: { session_id: sessionId, session_name: "Real", metadata: { tier: "gold" } },
        },
      });
    const spans = (): Promise<unknown> =>
      post(project, [{ spanId: "00000000000000a1", attributes }]);
    if (order === "start first") await start();
    if (order === "both at once") await Promise.all([start(), spans()]);
    else await spans();
    if (order === "spans first") await start();
    const tree = await project.call("getSession", { params: { session_id: sessionId } });
    expect([order, tree.event_name, tree.metadata["tier"]]).toEqual([order, "Real", "gold"]);
    expect(tree.metadata).not.toHaveProperty("auto_created");
    const { totalEvents } = await project.call("exportEvents", { body: {} });
    expect(totalEvents).toBe(2);
  }
});

test("marks a session whose outermost call failed, once, and leaves inner errors to their callers", async () => {
  const project = server.newProject();
  const failed = { code: 2, message: "boom" };
  const root = { spanId: "00000000000000a1", attributes };
  const inner = { spanId: "00000000000000a2", parentSpanId: "00000000000000a1", attributes };
  const session = async (): Promise<unknown> =>
    (await project.call("getEvent", { params: { event_id: sessionId } })).event.error;
  await post(project, [root, { ...inner, status: failed }]);
  expect(await session()).toBeNull();
  await post(project, [{ ...root, spanId: "00000000000000a3", status: failed }]);
  await post(project, [{ ...root, spanId: "00000000000000a3", status: failed }]);
  expect(await session()).toBe("boom");
});

test("answers 429 with a time to wait when more is waiting than may wait, and loses nothing", async () => {
  await using small = await startTestServer({ limits: { maxQueuedBytes: 1500 } });
  const project = small.newProject();
  const spanIds = Array.from({ length: 10 }, (_, index) => String(index + 1).padStart(16, "0"));
  const refusals: Response[] = [];
  const send = async (spanId: string): Promise<void> => {
    for (;;) {
      const response = await post(project, [{ spanId, attributes }]);
      if (response.status === 200) return;
      refusals.push(response);
    }
  };
  await Promise.all(spanIds.map(send));
  expect(refusals.map((response) => response.status)).toContain(429);
  expect(refusals[0]?.headers.get("retry-after")).toBe("1");
  expect(await refusals[0]?.json()).toMatchObject({ errorCode: "OVERLOADED" });
  const { totalEvents } = await project.call("exportEvents", { body: {} });
  expect(totalEvents).toBe(spanIds.length + 1);
});

test("answers other requests while it works on a large body", async () => {
  await using roomy = await startTestServer();
  const project = roomy.newProject();
  const text = "x".repeat(1000);
  const spans = Array.from({ length: 4000 }, (_, index) => ({
    traceId,
    spanId: String(index + 1).padStart(16, "0"),
    attributes: { ...attributes, "honeyhive_inputs.text": text },
  }));
  const headers = { "content-type": "application/x-protobuf" };
  let isDone = false;
  const large = project
    .send("POST", "/v1/traces", otlpProtobuf(spans), headers)
    .finally(() => (isDone = true));
  let answered = 0;
  while (!isDone) {
    await fetch(`${roomy.url}/health`);
    answered += 1;
  }
  expect((await large).status).toBe(200);
  expect(answered).toBeGreaterThan(5);
});
