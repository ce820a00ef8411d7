import { makeRandom } from "@honeyhive/testing";
import { afterAll, expect, test } from "vitest";

import { damageJson } from "../../testing/damage.js";
import { encodeOfficially } from "../../testing/encode-officially.js";
import { otlpJson } from "../../testing/otlp-json.js";
import { otlpProtobuf } from "../../testing/otlp-protobuf.js";
import { randomSpans } from "../../testing/random-spans.js";
import { borrowTestServer } from "../../testing/test-server.js";

const server = await borrowTestServer();
afterAll(() => server[Symbol.asyncDispose]());

const spanId = "00000000000000a1";
const json = { "content-type": "application/json" };

test(
  "damaged requests are stored or refused, and never a failure of the server",
  { timeout: 60_000 },
  async () => {
    const project = server.newProject();
    const random = makeRandom(11);
    const samples = await encodeOfficially(
      Array.from({ length: 20 }, () => randomSpans(random, 3)),
    );
    const statuses = new Map<number, number>();
    const send = async (sample: Uint8Array): Promise<void> => {
      const value: unknown = JSON.parse(Buffer.from(sample).toString());
      const body = Uint8Array.from(damageJson(random, value));
      const { status } = await project.send("POST", "/v1/traces", body, json);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    };
    for (let round = 0; round < 2; round++) {
      await Promise.all(samples.map((sample) => send(sample.json)));
    }
    expect(new Set(statuses.keys())).toEqual(new Set([200, 400]));
  },
);

test("values that no database likes are stored", async () => {
  const project = server.newProject();
  const attributes = {
    "honeyhive_inputs.nul": "a\u0000b",
    "honeyhive_inputs.half": "\ud83d alone",
    "honeyhive_inputs.key\u0000": 1,
    honeyhive_event_name: "\ud83d",
    honeyhive_duration_ms: Number.MAX_VALUE,
    "honeyhive_metadata.cost": -1e308,
    "gen_ai.usage.input_tokens": 1e300,
    "honeyhive_metrics.score": 1e308,
  };
  const numbers = [Number.NaN, Number.POSITIVE_INFINITY, -0].map((value, index) => ({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: `00000000000000b${index}`,
    attributes: { "honeyhive_metrics.score": value, honeyhive_duration_ms: value },
    startNs: 2n ** 63n - 1n,
    endNs: 2n ** 64n - 1n,
  }));
  const taken = await project.send("POST", "/v1/traces", otlpJson([{ spanId, attributes }]));
  const body = otlpProtobuf(numbers);
  const more = await project.send("POST", "/v1/traces", body, {
    "content-type": "application/x-protobuf",
  });
  expect([taken.status, more.status]).toEqual([200, 200]);
  const { totalEvents } = await project.call("exportEvents", { body: {} });
  expect(totalEvents).toBe(5);
});

test("a start that is no time is refused alone", async () => {
  const project = server.newProject();
  const spans = [{ spanId, startMs: 99_999_999_999_999 }, { spanId: "00000000000000a2" }];
  const response = await project.send("POST", "/v1/traces", otlpJson(spans));
  expect(await response.json()).toMatchObject({ partialSuccess: { rejectedSpans: 1 } });
});

test("a span with an end that is no time is kept, and its sender is told", async () => {
  const project = server.newProject();
  const span = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "00000000000000a3" };
  const endNs = 2n ** 63n;
  const message = `Span \`span\`: expected an end in Unix nanoseconds, got ${endNs}. It is kept with its start as end.`;
  const json = otlpJson([{ ...span, name: "span" }]);
  const inJson = JSON.stringify(json).replace(
    /"endTimeUnixNano":"\d+"/,
    `"endTimeUnixNano":"${endNs}"`,
  );
  const answers = await Promise.all([
    project.send("POST", "/v1/traces", new TextEncoder().encode(inJson), {
      "content-type": "application/json",
    }),
    project.send("POST", "/v1/traces", otlpProtobuf([{ ...span, name: "span", endNs }]), {
      "content-type": "application/x-protobuf",
    }),
  ]);
  expect(await answers[0].json()).toEqual({
    partialSuccess: { rejectedSpans: 0, errorMessage: message },
  });
  expect(Buffer.from(await answers[1].arrayBuffer()).toString("utf8")).toContain(message);
  const { events } = await project.call("exportEvents", { body: {} });
  expect(events.filter(({ event_type }) => event_type !== "session")).toMatchObject([
    { duration: 0 },
  ]);
});

test("a request that would become many times its size is refused with 413", async () => {
  const project = server.newProject();
  const spans = Array.from({ length: 500 }, (_, index) => ({
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: String(index + 1).padStart(16, "0"),
  }));
  const body = otlpProtobuf(spans, { padding: "x".repeat(200_000) });
  const response = await project.send("POST", "/v1/traces", body, {
    "content-type": "application/x-protobuf",
  });
  expect(response.status).toBe(413);
  expect(await response.json()).toMatchObject({
    message: expect.stringContaining("Split it into several requests") as unknown,
  });
  const { totalEvents } = await project.call("exportEvents", { body: {} });
  expect(totalEvents).toBe(0);
});

test(
  "more spans than a request may have are refused before they take memory",
  { timeout: 60_000 },
  async () => {
    const project = server.newProject();
    const count = 200_000;
    // One resource and one scope with empty spans, of two bytes each.
    const spans = new Uint8Array(count * 2);
    for (let index = 0; index < count; index++) spans[index * 2] = 0x12;
    const body = withLength(0x0a, withLength(0x12, spans));
    const response = await project.send("POST", "/v1/traces", body, {
      "content-type": "application/x-protobuf",
    });
    expect([response.status, await response.text()]).toEqual([
      413,
      expect.stringContaining("more than 100000 spans"),
    ]);
    const empty = `{"resourceSpans":[{"scopeSpans":[{"spans":[${"{},".repeat(110_000)}{}]}]}]}`;
    const inJson = await project.send("POST", "/v1/traces", new TextEncoder().encode(empty), json);
    expect(inJson.status).toBe(413);
    const brackets = new TextEncoder().encode("[".repeat(500_000));
    expect((await project.send("POST", "/v1/traces", brackets, json)).status).toBe(400);
  },
);

function withLength(tag: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const length: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 128)) {
    length.push((rest % 128) + (rest >= 128 ? 128 : 0));
  }
  return Uint8Array.from(Buffer.concat([Uint8Array.from([tag, ...length]), content]));
}
