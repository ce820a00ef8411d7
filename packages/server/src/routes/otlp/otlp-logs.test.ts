import type { Event, JsonObject } from "@honeyhive/contract";
import { afterAll, expect, test } from "vitest";

import { readRecording } from "../../testing/recording.js";
import { startTestServer, type ProjectClient } from "../../testing/test-server.js";

const server = await startTestServer();
afterAll(() => server[Symbol.asyncDispose]());

const recording = await readRecording("opentelemetry-openai-0.20");

async function send(project: ProjectClient, signal: string, request: JsonObject): Promise<void> {
  const response = await project.send("POST", `/opentelemetry/v1/${signal}`, request);
  expect([response.status, await response.json()]).toEqual([200, { partialSuccess: {} }]);
}

async function modelEvents(project: ProjectClient): Promise<Event[]> {
  const { events } = await project.call("exportEvents", { body: {} });
  return events
    .filter((event) => event.event_type === "model")
    .toSorted((left, right) => left.start_time - right.start_time);
}

const question = { role: "user", content: "What is the weather in this city?" };
const system = { role: "system", content: "You know the weather." };
const toolCalls = [
  {
    id: "call_1",
    type: "function",
    function: { name: "get_weather", arguments: '{"city":"Paris"}' },
  },
];

interface LogsRequest {
  readonly resourceLogs: readonly JsonObject[];
}

/** The records of several requests in one. */
function inOneRequest(requests: readonly JsonObject[]): JsonObject {
  // The recording is what an exporter sent.
  const sent = requests as unknown as readonly LogsRequest[];
  return { resourceLogs: sent.flatMap(({ resourceLogs }) => resourceLogs) };
}

test("joins logged messages to their spans, whichever comes first and however often", async () => {
  const spans = (project: ProjectClient): Promise<void>[] =>
    recording.traces.map((request) => send(project, "traces", request));
  const logs = (project: ProjectClient): Promise<void>[] =>
    recording.logs.map((request) => send(project, "logs", request));
  const orders: readonly ((project: ProjectClient) => Promise<unknown>)[] = [
    async (project) => [await Promise.all(spans(project)), await Promise.all(logs(project))],
    async (project) => [await Promise.all(logs(project)), await Promise.all(spans(project))],
    (project) => Promise.all([...logs(project).toReversed(), ...spans(project), ...logs(project)]),
    // As a collector does that was not answered and has put them together anew.
    async (project) => {
      await Promise.all([...logs(project), ...spans(project)]);
      await send(project, "logs", inOneRequest(recording.logs));
    },
  ];
  for (const order of orders) {
    const project = server.newProject();
    await order(project);
    const [first, second, third] = await modelEvents(project);
    expect(first?.inputs).toEqual({ chat_history: [system, question] });
    expect(first?.outputs).toEqual({
      role: "assistant",
      content: null,
      tool_calls: toolCalls,
      finish_reason: "tool_calls",
    });
    expect(second?.inputs["chat_history"]).toEqual([
      system,
      question,
      { role: "assistant", content: null, tool_calls: toolCalls },
      { role: "tool", tool_call_id: "call_1", content: '{"sky":"sunny"}' },
    ]);
    expect(second?.outputs).toMatchObject({ content: "It is sunny in Paris." });
    expect(third?.inputs).toEqual({ chat_history: [{ role: "user", content: "And now?" }] });
  }
});

test("keeps the reason of every answer, also of those that are logged one by one", async () => {
  const project = server.newProject();
  await Promise.all(recording.traces.map((request) => send(project, "traces", request)));
  const third = (await modelEvents(project))[2];
  const { trace_id: traceId, span_id: spanId } = third?.metadata ?? {};
  for (const [index, finish_reason] of ["length", "stop"].entries()) {
    const attributes = [{ key: "finish_reason", value: { stringValue: finish_reason } }];
    const timeUnixNano = String(1000 * (index + 1));
    const record = { traceId, spanId, timeUnixNano, eventName: "gen_ai.choice", attributes };
    expect((await project.send("POST", "/v1/logs", log(record))).status).toBe(200);
  }
  const joined = (await modelEvents(project))[2];
  expect(joined?.metadata["finish_reasons"]).toEqual(["length", "stop"]);
});

async function rejectedLogs(): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^honeyhive_ingest_rejected_logs_total (\d+)$/m.exec(text)?.[1] ?? 0);
}

function log(fields: JsonObject): JsonObject {
  return { resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: "5", ...fields }] }] }] };
}

test("keeps nothing of logs that are no messages, says so and counts them", async () => {
  const project = server.newProject();
  const before = await rejectedLogs();
  for (const record of [{ body: { stringValue: "a line" } }, { eventName: "gen_ai.unheard_of" }]) {
    const response = await project.send("POST", "/v1/logs", log(record));
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        partialSuccess: {
          rejectedLogRecords: 1,
          errorMessage:
            "Expected logs to be messages or scores of generative AI (`gen_ai.…`), and others are not kept. Send them elsewhere.",
        },
      },
    ]);
  }
  expect((await rejectedLogs()) - before).toBe(2);
  const { totalEvents } = await project.call("exportEvents", { body: {} });
  expect(totalEvents).toBe(0);
});

test("says that a message without its span cannot be kept", async () => {
  const project = server.newProject();
  const request = log({ eventName: "gen_ai.user.message" });
  const response = await project.send("POST", "/v1/logs", request);
  expect(await response.json()).toEqual({
    partialSuccess: {
      rejectedLogRecords: 1,
      errorMessage:
        "Log `gen_ai.user.message`: expected the ids of its span, got none. Log within the span.",
    },
  });
});

test("takes whole conversations of one event, and lets what was set by hand stand", async () => {
  const project = server.newProject();
  await Promise.all(recording.traces.map((request) => send(project, "traces", request)));
  const [event] = await modelEvents(project);
  const { trace_id: traceId, span_id: spanId } = event?.metadata ?? {};
  await project.call("updateEvent", {
    params: { event_id: event?.event_id ?? "" },
    body: { outputs: { content: "corrected" } },
  });
  const value = (messages: unknown): JsonObject => ({ stringValue: JSON.stringify(messages) });
  const attributes = [
    { key: "gen_ai.input.messages", value: value([{ role: "user", parts: ["hi"] }]) },
    { key: "gen_ai.output.messages", value: value([{ role: "assistant", parts: ["hello"] }]) },
  ];
  const eventName = "gen_ai.client.inference.operation.details";
  await send(project, "logs", log({ traceId, spanId, eventName, attributes }));
  const [joined] = await modelEvents(project);
  expect(joined?.inputs).toEqual({ chat_history: [{ role: "user", content: "hi" }] });
  expect(joined?.outputs).toMatchObject({ role: "assistant", content: "corrected" });
});

test("scores that are logged are metrics of the event that was judged, the latest of each name", async () => {
  const project = server.newProject();
  const score = (value: number, timeUnixNano: string): Promise<void> =>
    send(
      project,
      "logs",
      log({
        ...ids,
        timeUnixNano,
        eventName: "gen_ai.evaluation.result",
        attributes: [
          { key: "gen_ai.evaluation.name", value: { stringValue: "tone" } },
          { key: "gen_ai.evaluation.score.value", value: { doubleValue: value } },
          { key: "gen_ai.evaluation.explanation", value: { stringValue: `said ${value}` } },
        ],
      }),
    );
  const [traceId, spanId] = ["a".repeat(32), "b".repeat(16)];
  const ids = { traceId, spanId };
  await score(0.5, "7000");
  const span = { ...ids, name: "chat", startTimeUnixNano: "1", endTimeUnixNano: "2" };
  await send(project, "traces", { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
  await score(0.25, "5000");
  const [event] = await modelEvents(project);
  expect(event?.metrics).toEqual({ tone: 0.5, tone_explanation: "said 0.5" });
});

test("says that an evaluation without a score is not kept", async () => {
  const project = server.newProject();
  const request = log({
    traceId: "a".repeat(32),
    spanId: "b".repeat(16),
    eventName: "gen_ai.evaluation.result",
    attributes: [{ key: "gen_ai.evaluation.name", value: { stringValue: "tone" } }],
  });
  const response = await project.send("POST", "/v1/logs", request);
  expect(await response.json()).toMatchObject({
    partialSuccess: { rejectedLogRecords: 1, errorMessage: expect.stringContaining("no score") },
  });
});
