import { startCollector } from "@honeyhive/testing";
import type { JsonObject } from "@honeyhive/contract";
import { expect, it } from "vitest";

import type { TracerOptions } from "../config/options.js";
import { HoneyHiveTracer } from "../tracer/tracer.js";

const sessionId = "0190a2b4-0000-7000-8000-000000000001";

/** What the server gets of a session that is started and updated. */
async function bodiesOf(
  options: TracerOptions,
  updates: readonly JsonObject[],
): Promise<unknown[]> {
  await using collector = await startCollector();
  await using tracer = new HoneyHiveTracer({
    apiKey: "key",
    serverUrl: collector.url,
    project: "p",
    sessionName: 'a "quoted" name',
    maxValueLength: 1000,
    sessionId,
    ...options,
  });
  await tracer.ready;
  for (const update of updates) await tracer.enrichSession(update);
  return collector.requests.map(({ body }) => body);
}

it.each<[string, TracerOptions, readonly JsonObject[]]>([
  ["nothing", {}, [{}]],
  ["plain values", { inputs: { a: [1, null, "ü"] }, metadata: { b: true } }, [{ outputs: 1 }]],
  ["the ids of a run", { runId: "r", datasetId: "d", metadata: { run_id: "mine", c: 1 } }, []],
  ["another id", { sessionId: "mine" }, []],
  ["what JSON cannot say", { inputs: { big: 1n, map: new Map() } }, [{ outputs: { n: NaN } }]],
  ["too much", { inputs: { text: "x".repeat(5000) } }, [{ outputs: "y".repeat(5000) }]],
  ["an experiment", { experimentId: "e" }, [{ feedback: { rating: 5 } }, { note: "n" }]],
])(
  "of %s, a session says the same beside a hook that changes nothing",
  async (_, options, updates) => {
    const isFixed = options.sessionId === undefined;
    const [plain, hooked] = await Promise.all([
      bodiesOf(options, updates),
      bodiesOf({ ...options, redact: (payload) => payload }, updates),
    ]);
    const comparable = (bodies: unknown[]): unknown =>
      JSON.parse(
        JSON.stringify(bodies).replaceAll(
          isFixed
            ? /"start_time":\d+/g
            : /"start_time":\d+|"session_id":"[^"]+"|"event_id":"[^"]+"/g,
          '"any":0',
        ),
      );
    expect(plain.length).toBe(1 + updates.length);
    expect(comparable(plain)).toEqual(comparable(hooked));
  },
);

it("says what the start of a session is made of, in this order", async () => {
  const options = { inputs: { a: 1 }, metadata: { b: 2 }, userProperties: { c: 3 }, runId: "r" };
  const [start, update] = await bodiesOf(options, [{ outputs: { answer: "yes" } }]);
  expect(JSON.stringify(start).replace(/"start_time":\d+/, '"start_time":0')).toBe(
    `{"session":{"session_id":"${sessionId}","session_name":"a \\"quoted\\" name","source":"dev","project":"p",` +
      '"start_time":0,"inputs":{"a":1},"metadata":{"b":2,"run_id":"r"},"user_properties":{"c":3}}}',
  );
  expect(JSON.stringify(update)).toBe(`{"outputs":{"answer":"yes"},"event_id":"${sessionId}"}`);
});

it("says what a hook adds, under whatever name", async () => {
  const [start] = await bodiesOf(
    {
      redact: (payload) =>
        payload.type === "session"
          ? { ...payload, fields: { ...payload.fields, 'a "name"': 1 } }
          : payload,
    },
    [],
  );
  expect(start).toMatchObject({ session: { 'a "name"': 1, session_id: sessionId } });
});
