import { FakeListChatModel } from "@langchain/core/utils/testing";
import { startModelServer } from "@honeyhive/testing";
import { HoneyHive, HoneyHiveLangChainTracer, HoneyHiveTracer } from "honeyhive";
import { HoneyHiveCore } from "honeyhive/core.js";
import { EventType } from "honeyhive/models/components";
import { ConnectionError, SDKError, SDKValidationError } from "honeyhive/models/errors";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { obtainProject, type TestProject } from "../support/obtain-project.js";
import { startOwnServer } from "../support/start-own-server.js";
import { runFixture } from "./run-fixture.js";

test("14: instrumentModules: { openAI: OpenAI } records the clients of the class", async () => {
  const project = await obtainProject();
  await using model = await startModelServer({ latency: 0 });
  const openai = new OpenAI({ baseURL: model.baseUrl, apiKey: model.apiKey });
  await using tracer = await HoneyHiveTracer.init({
    ...keysOf(project),
    instrumentModules: { openAI: OpenAI },
  });
  await tracer.trace(async function ask() {
    await openai.chat.completions.create({
      model: "extract-small",
      messages: [{ role: "user", content: "Context: Bees make honey. Question: Who makes honey?" }],
    });
  });
  await tracer.flush();
  const events = await exportAllEvents(project.client);
  const call = events.find((event) => event.event_type === "model");
  expect(call).toMatchObject({
    session_id: tracer.sessionId,
    config: { model: "extract-small", provider: "openai" },
    outputs: { role: "assistant", content: "Bees make honey." },
  });
  expect(call?.inputs["chat_history"]).toEqual([expect.objectContaining({ role: "user" })]);
  expect(call?.metadata["total_tokens"]).toBe(20);
  expect(call?.parent_id).toBe(events.find(({ event_name: name }) => name === "ask")?.event_id);
});

describe("19: the HoneyHive client, with camelCase in and out", () => {
  test("sessions and events", async () => {
    const project = await obtainProject();
    const client = connect(project);
    const { sessionId } = await client.session.startSession({
      session: { project: "any", sessionName: "older", source: "test" },
    });
    const { eventId } = await client.events.createEvent({
      event: {
        project: "any",
        source: "test",
        eventName: "look_up",
        eventType: EventType.Tool,
        sessionId,
        config: { topK: 3 },
        inputs: { snake_key: 1, camelKey: { deepKey: 2 } },
        duration: 5,
      },
    });
    await client.events.updateEvent({ eventId, metrics: { myScore: 1 }, outputs: { answer: 2 } });
    const { events, totalEvents } = await client.events.getEvents({
      project: "any",
      filters: [{ field: "event_id", value: eventId, operator: "is" }],
    });
    expect(totalEvents).toBe(1);
    // What the program stored keeps its own keys.
    expect(events[0]).toMatchObject({
      eventName: "look_up",
      eventType: "tool",
      sessionId,
      config: { topK: 3 },
      inputs: { snake_key: 1, camelKey: { deepKey: 2 } },
      outputs: { answer: 2 },
      metrics: { myScore: 1 },
    });
    const session = await client.session.getSession(sessionId);
    expect([session.eventName, session.source]).toEqual(["older", "test"]);
    const batch = await client.events.createModelEventBatch({
      modelEvents: [
        { model: "m", provider: "p", messages: [], response: {}, usage: {}, duration: 1 },
      ],
      isSingleSession: true,
      sessionProperties: { sessionName: "batch" },
    });
    expect(batch.eventIds).toHaveLength(1);
  });

  test("datasets, datapoints and experiments", async () => {
    const project = await obtainProject();
    const client = connect(project);
    const { result } = await client.datasets.createDataset({ project: "any", name: "questions" });
    await client.datasets.addDatapoints(
      {
        project: "any",
        data: [{ userQuery: "a", expected_answer: "b" }],
        mapping: { inputs: ["userQuery"], groundTruth: ["expected_answer"], history: [] },
      },
      result.insertedId,
    );
    const { testcases } = await client.datasets.getDatasets("any", undefined, result.insertedId);
    expect(testcases[0]?.name).toBe("questions");
    const { datapoints } = await client.datapoints.getDatapoints("any");
    expect(datapoints[0]).toMatchObject({
      inputs: { userQuery: "a" },
      groundTruth: { expected_answer: "b" },
    });
    const { runId } = await client.experiments.createRun({
      project: "any",
      name: "run",
      eventIds: [],
    });
    await client.experiments.updateRun({ status: "completed" }, runId);
    const { evaluation } = await client.experiments.getRun(runId);
    expect(evaluation).toMatchObject({ runId, status: "completed" });
    const summary = await client.experiments.getExperimentResult(runId, "any");
    expect(summary.metrics.details).toEqual([]);
    const compared = await client.experiments.getExperimentComparison(runId, runId, "any");
    expect(compared.commonDatapoints).toEqual([]);
    await client.experiments.deleteRun(runId);
    await client.datasets.deleteDataset(result.insertedId);
  });

  test("metrics, in the words of older programs", async () => {
    const project = await obtainProject();
    const { metrics } = connect(project);
    const definition = {
      name: "is_short",
      type: "custom",
      codeSnippet: "def is_short(event):\n  return True",
      description: "at most one sentence",
      returnType: "boolean",
      enabledInProd: true,
      passWhen: true,
      eventName: "answer",
      eventType: "model",
    };
    const created = await metrics.createMetric({ task: "any", ...definition });
    expect(created).toEqual({ inserted: true, metricId: expect.any(String) });
    const id = String(created?.["metricId"]);
    expect(await metrics.getMetrics("any")).toEqual([
      expect.objectContaining({ id, ...definition, criteria: definition.codeSnippet }),
    ]);
    await metrics.updateMetric({ metricId: id, type: "custom", description: "brief" });
    expect(await metrics.getMetrics()).toEqual([
      expect.objectContaining({ id, ...definition, description: "brief" }),
    ]);
    expect(await metrics.deleteMetric(id)).toEqual({ deleted: true });
    expect(await metrics.getMetrics()).toEqual([]);
    await expect(metrics.deleteMetric(id)).rejects.toMatchObject({ statusCode: 404 });
  });

  test("metrics, in today's words", async () => {
    const project = await obtainProject();
    const { metrics } = connect(project);
    const definition = {
      name: "is_kind",
      criteria: "Is {{outputs.text}} kind?",
      returnType: "boolean",
      threshold: { passWhen: true },
      filters: {
        filterArray: [{ field: "source", operator: "is", value: "prod", type: "string" }],
      },
    };
    const created = await metrics.createMetric({ type: "LLM", ...definition });
    await metrics.updateMetric({ id: created?.["metricId"], samplingPercentage: 50 });
    expect(await metrics.getMetrics()).toEqual([
      expect.objectContaining({ ...definition, type: "model", samplingPercentage: 50 }),
    ]);
  });

  test("projects", async () => {
    await using server = await startOwnServer();
    const { projects } = connect(server);
    const own = await projects.getProjects();
    const created = await projects.createProject({ name: "second", description: "of two" });
    expect(created).toMatchObject({ name: "second", description: "of two", orgId: "local" });
    expect(await projects.getProjects("second")).toEqual([created]);
    expect(await projects.getProjects()).toHaveLength(own.length + 1);
    await projects.updateProject({ name: "second", description: "still" });
    expect(await projects.getProjects("second")).toMatchObject([
      { name: "second", description: "still" },
    ]);
    await expect(projects.createProject({ name: "second" })).rejects.toMatchObject({
      statusCode: 409,
    });
    await projects.deleteProject("second");
    expect(await projects.getProjects()).toEqual(own);
  });

  test("errors have classes, and say what was expected", async () => {
    const project = await obtainProject();
    const client = connect(project);
    const missing = client.experiments.getRun(crypto.randomUUID());
    await expect(missing).rejects.toMatchObject({ name: "SDKError", statusCode: 404 });
    await expect(missing).rejects.toBeInstanceOf(SDKError);
    const wrongKey = new HoneyHive({ bearerAuth: "wrong", serverURL: project.url });
    await expect(wrongKey.events.getEvents({ filters: [] })).rejects.toMatchObject({
      statusCode: 401,
    });
    const nowhere = new HoneyHive({ bearerAuth: "key", serverURL: "http://127.0.0.1:9" });
    await expect(nowhere.projects.getProjects()).rejects.toBeInstanceOf(ConnectionError);
    const page = new HoneyHive({
      bearerAuth: () => "key",
      serverURL: project.url,
      fetch: () => Promise.resolve(new Response("<html>")),
    });
    await expect(page.tools.getTools()).rejects.toBeInstanceOf(SDKValidationError);
    await expect(client.session.getSession("..")).rejects.toThrow("to be an id");
  });
});

test("20: getEvents() takes filters without a type", async () => {
  const project = await obtainProject();
  const client = connect(project);
  for (const [duration, isGood] of [
    [5, true],
    [50, false],
  ] as const) {
    await client.events.createEvent({
      event: { eventName: "call", eventType: "tool", inputs: {}, duration, metadata: { isGood } },
    });
  }
  const find = async (field: string, operator: string, value: string): Promise<number> =>
    (await client.events.getEvents({ project: "any", filters: [{ field, operator, value }] }))
      .totalEvents;
  expect(await find("duration", "greater than", "10")).toBe(1);
  expect(await find("metadata.isGood", "is", "true")).toBe(1);
  expect(await find("event_name", "contains", "cal")).toBe(2);
});

test("21: HoneyHiveLangChainTracer keeps its constructor", async () => {
  const project = await obtainProject();
  const handler = new HoneyHiveLangChainTracer({
    project: "any",
    sessionName: "langchain",
    source: "test",
    apiKey: project.apiKey,
    baseUrl: project.url,
    userProperties: { user: "u" },
    metadata: { team: "a" },
    metrics: { score: 1 },
    config: { app: "x" },
  });
  await new FakeListChatModel({ responses: ["Bees."] }).invoke("Who?", { callbacks: [handler] });
  await handler.setFeedback({ rating: 5 });
  await handler.tracer.shutdown();
  const events = await exportAllEvents(project.client);
  const call = events.find(({ event_type: type }) => type === "model");
  expect(call).toMatchObject({ session_id: handler.sessionId, outputs: { content: "Bees." } });
  expect(events.find(({ event_type: type }) => type === "session")).toMatchObject({
    event_name: "langchain",
    source: "test",
    metadata: { team: "a" },
    metrics: { score: 1 },
    config: { app: "x" },
    feedback: { rating: 5 },
    user_properties: { user: "u" },
  });
});

test("22: deep imports, by import and by require", async () => {
  expect(HoneyHiveCore).toBe(HoneyHive);
  const project = await obtainProject();
  const result = await runFixture("deep-imports.cjs", project);
  expect(result).toEqual({ exitCode: 0, stdout: "SDKError session 404\n", stderr: "" });
});

test("24: initFromSessionId(), setFeedback(), setMetric() and setMetadata()", async () => {
  const project = await obtainProject();
  await using first = await HoneyHiveTracer.init({ ...keysOf(project), sessionName: "continued" });
  const { sessionId } = first;
  await using tracer = await HoneyHiveTracer.initFromSessionId({ ...keysOf(project), sessionId });
  expect(tracer.sessionId).toBe(sessionId);
  await tracer.setFeedback({ rating: 5 });
  await tracer.setMetric({ score: 1 });
  await tracer.setMetadata({ team: "a" });
  await tracer.flush();
  const events = await exportAllEvents(project.client);
  expect(events.filter(({ event_type: type }) => type === "session")).toEqual([
    expect.objectContaining({
      session_id: sessionId,
      feedback: { rating: 5 },
      metrics: { score: 1 },
      metadata: expect.objectContaining({ team: "a" }),
    }),
  ]);
});

function connect({ url, apiKey }: TestProject): HoneyHive {
  return new HoneyHive({ bearerAuth: apiKey, serverURL: url });
}

function keysOf({ url, apiKey }: TestProject): {
  readonly apiKey: string;
  readonly serverUrl: string;
} {
  return { apiKey, serverUrl: url };
}
