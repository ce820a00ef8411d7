import type { Event } from "@honeyhive/contract";
import { enrichSession, enrichSpan, HoneyHiveTracer, trace, traceTool } from "honeyhive";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { obtainProject, type TestProject } from "../support/obtain-project.js";
import { runFixture } from "./run-fixture.js";

test("1: init() takes everything from the environment; top-level await", async () => {
  const project = await obtainProject();
  const result = await runFixture("from-environment.mjs", project);
  expect(result).toEqual({ exitCode: 0, stdout: "done\n", stderr: "" });
  expect(namesOf(await exportAllEvents(project.client))).toEqual(["from-environment", "work"]);
});

test("1: init() never rejects, and user code runs though it failed", async () => {
  const tracer = await HoneyHiveTracer.init({ apiKey: "key", serverUrl: "not a url" });
  expect(tracer.trace(() => "done")).toBe("done");
});

test("2: init().then() in CommonJS", async () => {
  const project = await obtainProject();
  const result = await runFixture("common-js.cjs", project);
  expect(result).toMatchObject({ exitCode: 0, stdout: "done\n" });
  expect(namesOf(await exportAllEvents(project.client))).toEqual(["common-js", "work"]);
});

test("3: several init() at once are isolated, each with its key and session", async () => {
  const projects = [await obtainProject(), await obtainProject()] as const;
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const { apiKey, url: serverUrl } = projects[index % 2 === 0 ? 0 : 1];
      await using tracer = await HoneyHiveTracer.init({ apiKey, serverUrl });
      await tracer.traceFunction({ eventName: apiKey })(async () => Promise.resolve())();
      await tracer.flush();
    }),
  );
  for (const { apiKey, client } of projects) {
    const events = await exportAllEvents(client);
    const spans = events.filter(({ event_type: type }) => type !== "session");
    expect(spans.map(({ event_name: name }) => name)).toEqual(Array(10).fill(apiKey));
    expect(new Set(spans.map(({ session_id: id }) => id)).size).toBe(10);
  }
});

test("4: trace() runs once, passes the value through and rethrows the error", async () => {
  const project = await obtainProject();
  await using tracer = await connect(project);
  let calls = 0;
  const fail = (): never => {
    calls++;
    throw new Error("boom");
  };
  expect(tracer.trace((left: number, right: number) => left + right, 1, 2)).toBe(3);
  await expect(tracer.trace(async (value: string) => value, "x")).resolves.toBe("x");
  expect(() => tracer.trace(fail)).toThrow("boom");
  expect(calls).toBe(1);
});

test("5: init({ sessionId }) continues a session and creates it when it is unknown", async () => {
  const project = await obtainProject();
  const sessionId = crypto.randomUUID();
  for (const name of ["first", "second"]) {
    await using tracer = await connect(project, { sessionId });
    expect(tracer.sessionId).toBe(sessionId);
    tracer.traceFunction({ eventName: name })(() => undefined)();
    await tracer.flush();
  }
  const events = await exportAllEvents(project.client);
  expect(new Set(events.map(({ session_id: id }) => id))).toEqual(new Set([sessionId]));
  expect(events.filter(({ event_type: type }) => type === "session")).toHaveLength(1);
});

const shared = traceTool(async function shared(owner: string) {
  await Promise.resolve();
  return owner;
});

test("6: a module-level traceTool finds its session at each call", async () => {
  const project = await obtainProject();
  await using one = await connect(project, { sessionName: "one" });
  await using two = await connect(project, { sessionName: "two" });
  await Promise.all([
    one.trace(async () => shared(one.sessionId)),
    two.trace(async () => shared(two.sessionId)),
  ]);
  await HoneyHiveTracer.flush();
  const events = await exportAllEvents(project.client);
  const tools = events.filter(({ event_name: name }) => name === "shared");
  expect(tools).toHaveLength(2);
  for (const tool of tools) expect(tool.inputs["owner"]).toBe(tool.session_id);
});

test("7: wrappers made inside a traced function nest below it", async () => {
  const project = await obtainProject();
  await using tracer = await connect(project);
  await tracer.trace(async function sampleRag() {
    const retrieve = traceTool(async function retrieve() {
      return ["document"];
    });
    await retrieve();
  });
  await tracer.flush();
  const events = await exportAllEvents(project.client);
  const outer = events.find(({ event_name: name }) => name === "sampleRag");
  const inner = events.find(({ event_name: name }) => name === "retrieve");
  expect(inner?.parent_id).toBe(outer?.event_id);
});

test("8: traceModel with options, and the curried traceFunction", async () => {
  const project = await obtainProject();
  await using tracer = await connect(project);
  const options = { config: { model: "m" }, metadata: { user: "u" }, eventName: "ask" };
  tracer.traceModel((text: string) => text, options)("hello");
  tracer.traceFunction({ eventType: "tool" })(function curried() {})();
  tracer.traceFunction()(function plain() {})();
  await tracer.flush();
  const events = await exportAllEvents(project.client);
  const ask = events.find(({ event_name: name }) => name === "ask");
  expect(ask).toMatchObject({
    event_type: "model",
    config: { model: "m" },
    inputs: { text: "hello" },
  });
  expect(ask?.metadata["user"]).toBe("u");
  const typesByName = events.map((event) => [event.event_name, event.event_type]);
  expect(Object.fromEntries(typesByName)).toMatchObject({ curried: "tool", plain: "chain" });
});

test("9: enrichSpan, free, static and of the instance; outside a span it does not throw", async () => {
  const project = await obtainProject();
  await using tracer = await connect(project);
  expect(() => enrichSpan({ metadata: { a: 1 } })).not.toThrow();
  expect(() => HoneyHiveTracer.enrichSpan({ metadata: { a: 1 } })).not.toThrow();
  tracer.trace(function work() {
    enrichSpan({ metadata: { free: 1 } });
    HoneyHiveTracer.enrichSpan({ metrics: { static: 2 } });
    tracer.enrichSpan({ feedback: { instance: 3 } });
  });
  await tracer.flush();
  const event = await find(project, "work");
  expect(event?.metadata["free"]).toBe(1);
  expect(event?.metrics["static"]).toBe(2);
  expect(event?.feedback["instance"]).toBe(3);
});

test("10: enrichSession that nobody awaits is drained by flush()", async () => {
  const project = await obtainProject();
  await using tracer = await connect(project, { sessionName: "drained" });
  void tracer.enrichSession({ metadata: { instance: true } });
  tracer.trace(() => void enrichSession({ feedback: { free: true } }));
  await tracer.flush();
  const session = await find(project, "drained");
  expect(session?.metadata["instance"]).toBe(true);
  expect(session?.feedback["free"]).toBe(true);
});

test("11: the static flush() is for all tracers", async () => {
  const project = await obtainProject();
  await using one = await connect(project);
  await using two = await connect(project);
  one.trace(function ofOne() {});
  two.trace(function ofTwo() {});
  await HoneyHiveTracer.flush();
  expect(namesOf(await exportAllEvents(project.client))).toEqual(
    expect.arrayContaining(["ofOne", "ofTwo"]),
  );
});

test("13: getTracer() gives an OpenTelemetry tracer of this session; attributes become metadata", async () => {
  const project = await obtainProject();
  await using tracer = await connect(project);
  const otel = tracer.getTracer();
  otel.startActiveSpan("ai.generateText", (span) => {
    span.setAttribute("test.unique_id", "u-1");
    otel.startSpan("ai.toolCall").end();
    span.end();
  });
  await tracer.flush();
  const outer = await find(project, "ai.generateText");
  const inner = await find(project, "ai.toolCall");
  expect(inner?.parent_id).toBe(outer?.event_id);
  expect(outer?.session_id).toBe(tracer.sessionId);
  expect(JSON.stringify(outer?.metadata)).toContain("u-1");
});

test("23: a Lambda handler with init outside and flush inside loses nothing and leaks nothing", async () => {
  const project = await obtainProject();
  await using tracer = await connect(project);
  const work = trace(async function work(request: string) {
    return request;
  });
  const handler = (request: string): Promise<string> =>
    tracer.withSession({ name: request }, async (sessionId) => {
      await work(request);
      await tracer.flush();
      return sessionId;
    });
  for (const request of ["one", "two", "three"]) {
    const sessionId = await handler(request);
    const events = await exportAllEvents(project.client);
    const own = events.filter((event) => event.session_id === sessionId);
    expect(namesOf(own)).toEqual([request, "work"].toSorted());
  }
});

function connect(
  { url: serverUrl, apiKey }: TestProject,
  options: { readonly sessionId?: string; readonly sessionName?: string } = {},
): Promise<HoneyHiveTracer> {
  return HoneyHiveTracer.init({ apiKey, serverUrl, ...options });
}

async function find({ client }: TestProject, name: string): Promise<Event | undefined> {
  return (await exportAllEvents(client)).find((event) => event.event_name === name);
}

function namesOf(events: readonly Event[]): string[] {
  return events.map((event) => event.event_name).toSorted();
}
