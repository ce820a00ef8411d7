import { startCollector, type Collector } from "@honeyhive/testing";
import {
  enrichSpan,
  evaluate,
  getDefaultTracer,
  HoneyHiveTracer,
  trace,
  traceTool,
  type TracerOptions,
} from "honeyhive";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { obtainProject } from "../support/obtain-project.js";
import { runFixture } from "./run-fixture.js";

// What the Python original does wrong, by its number in the catalogue, where no test of a feature shows it already.

test("1: a traced function of another tracer inside one keeps its own key, session and project", async () => {
  await using one = await startCollector();
  await using two = await startCollector();
  await using first = connect(one, { apiKey: "one", project: "first" });
  await using second = connect(two, { apiKey: "two", project: "second" });
  const inner = second.traceTool(function inner() {});
  first.traceChain(function outer() {
    inner();
  })();
  await HoneyHiveTracer.flush();
  for (const [collector, tracer, apiKey] of [
    [one, first, "one"],
    [two, second, "two"],
  ] as const) {
    expect(collector.spans).toHaveLength(1);
    expect(collector.spans[0]?.attributes).toMatchObject({
      "honeyhive.session_id": tracer.sessionId,
      "honeyhive.project": tracer.project,
    });
    const keys = collector.requests.map(({ headers }) => headers["authorization"]);
    expect(new Set(keys)).toEqual(new Set([`Bearer ${apiKey}`]));
  }
});

test("2: a span with thousands of values, or with large ones, arrives with its session", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector);
  const wide = Object.fromEntries(
    Array.from({ length: 5000 }, (_, index) => [`key${index}`, index]),
  );
  tracer.traceTool(function widest() {
    return wide;
  })();
  tracer.traceTool(function longest() {
    enrichSpan({ metadata: wide, outputs: { text: "x".repeat(12_000_000) } });
  })();
  await tracer.flush(30_000);
  expect(tracer.diagnostics().spans).toMatchObject({ delivered: 2, dropped: 0 });
  for (const { attributes } of collector.spans) {
    expect(attributes["honeyhive.session_id"]).toBe(tracer.sessionId);
  }
});

test("4: flush() says what was not delivered", async () => {
  await using collector = await startCollector();
  collector.respondAlways({ kind: "refuse", status: 400 });
  await using tracer = connect(collector);
  tracer.traceTool(() => 1)();
  expect(await tracer.flush()).toMatchObject({ exported: 0, isComplete: false });
});

test("5 and 6: evaluate() keeps outputs that are no objects, and leaves the program's tracer as it was", async () => {
  const project = await obtainProject();
  const keys = { apiKey: project.apiKey, serverUrl: project.url };
  await using tracer = await HoneyHiveTracer.init({ ...keys, sessionName: "the program's" });
  for (const output of ["text", ["a", "list"]]) {
    const result = await evaluate({
      ...keys,
      function: () => output,
      dataset: [{ inputs: { q: 1 }, groundTruth: { answer: 2 } }],
      evaluators: [],
    });
    const [session] = result.cases;
    const events = await exportAllEvents(project.client);
    const stored = events.find(({ event_id: id }) => id === session?.sessionId);
    expect(JSON.stringify(stored?.outputs)).toContain(JSON.stringify(output));
  }
  expect(getDefaultTracer()).toBe(tracer);
  trace(function afterwards() {})();
  await tracer.flush();
  const events = await exportAllEvents(project.client);
  const afterwards = events.find(({ event_name: name }) => name === "afterwards");
  expect(afterwards?.session_id).toBe(tracer.sessionId);
});

test("8: a session ends with its function, also where tasks share a loop", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector);
  await tracer.withSession({ name: "request" }, async () => Promise.resolve());
  traceTool(function outside() {})();
  await tracer.flush();
  expect(collector.spans[0]?.attributes["honeyhive.session_id"]).toBe(tracer.sessionId);
});

test("9: createSession() gives the id, and enrichSpan() tells the truth", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector);
  const sessionId = await tracer.createSession({ name: "made" });
  const [started] = await collector.waitForRequests("/session/start", 1);
  expect(started?.body).toMatchObject({ session: { session_id: sessionId } });
  expect(enrichSpan({ metadata: { a: 1 } })).toBe(false);
  expect(trace(() => enrichSpan({ metadata: { a: 1 } }))()).toBe(true);
});

test("10: a failing function runs once and gives one span with one exception", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector);
  let calls = 0;
  const fail = tracer.traceTool(function fail() {
    calls++;
    throw new Error("Tracer error: not what it seems");
  });
  expect(fail).toThrow("Tracer error");
  await tracer.flush();
  expect(calls).toBe(1);
  expect(collector.spans).toHaveLength(1);
  expect(collector.spans[0]).toMatchObject({ name: "fail", status: { code: 2 } });
  expect(collector.spans[0]?.attributes["honeyhive_error"]).toContain("Tracer error");
  expect(collector.spans[0]?.events).toHaveLength(1);
});

test("11: names decide nothing about an event's type", async () => {
  const project = await obtainProject();
  await using tracer = await HoneyHiveTracer.init({
    apiKey: project.apiKey,
    serverUrl: project.url,
  });
  tracer.traceFunction({ eventName: "openai.chat.completions" })(() => 1)();
  await tracer.flush();
  const events = await exportAllEvents(project.client);
  const event = events.find(({ event_name: name }) => name === "openai.chat.completions");
  expect(event?.event_type).toBe("chain");
});

test("12: attributes are set once, as they were given", async () => {
  await using collector = await startCollector();
  await using tracer = connect(collector);
  tracer
    .getTracer()
    .startSpan("plain", { attributes: { list: ["a", "b"], flag: true } })
    .end();
  await tracer.flush();
  const { attributes = {} } = collector.spans[0] ?? {};
  const own = Object.entries(attributes).filter(([key]) => !key.startsWith("honeyhive"));
  expect(Object.fromEntries(own)).toEqual({ list: ["a", "b"], flag: true });
});

test("13: what several evaluators trace belongs to their case", async () => {
  const project = await obtainProject();
  const score = traceTool(function score() {
    return 1;
  });
  const result = await evaluate({
    apiKey: project.apiKey,
    serverUrl: project.url,
    function: () => "x",
    dataset: [{ inputs: { q: 1 } }, { inputs: { q: 2 } }],
    evaluators: [
      function one() {
        return score();
      },
      function two() {
        return score();
      },
    ],
  });
  const events = await exportAllEvents(project.client);
  const sessions = events.filter(({ event_name: name }) => name === "score");
  const counts = result.cases.map(
    ({ sessionId }) => sessions.filter((event) => event.session_id === sessionId).length,
  );
  expect(counts).toEqual([2, 2]);
});

test("20: the instrumentation scope is one for all tracers", async () => {
  await using collector = await startCollector();
  await using one = connect(collector);
  await using two = connect(collector);
  one.traceTool(() => 1)();
  two.traceTool(() => 2)();
  await HoneyHiveTracer.flush();
  expect(JSON.stringify(collector.requests.map(({ body }) => body))).not.toMatch(
    /honeyhive\.0x|tracer_id/,
  );
});

test("21: nothing is written to stdout, and nothing at all while all is well", async () => {
  const project = await obtainProject();
  const { stdout, stderr } = await runFixture("from-environment.mjs", project);
  expect({ stdout, stderr }).toEqual({ stdout: "done\n", stderr: "" });
});

function connect(collector: Collector, options: TracerOptions = {}): HoneyHiveTracer {
  return new HoneyHiveTracer({ apiKey: "key", serverUrl: collector.url, ...options });
}
