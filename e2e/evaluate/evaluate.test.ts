import type { Client, Event } from "@honeyhive/contract";
import { context, ProxyTracerProvider, trace as otel } from "@opentelemetry/api";
import { compareRuns, evaluate, HoneyHiveTracer, traceTool, type Gate } from "honeyhive";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { obtainProject } from "../support/obtain-project.js";

const library = otel.getTracer("some-library");

const search = traceTool(async function search(question: string) {
  await new Promise((resolve) => setTimeout(resolve, question.length % 5));
  library.startSpan("library", { attributes: { question } }).end();
  return question.toUpperCase();
});

const dataset = Array.from({ length: 40 }, (_, index) => ({
  inputs: { question: `question number ${index}` },
  groundTruth: index,
}));

function exact(outputs: { answer: number }, _inputs: unknown, groundTruth: number): boolean {
  return outputs.answer === groundTruth;
}

/** One case in ten throws, one never answers, one of the answers cannot be scored and one scorer fails. */
async function answer({ inputs, groundTruth }: (typeof dataset)[number]): Promise<{
  answer: number;
}> {
  await search(inputs.question);
  if (groundTruth % 10 === 3) throw new Error(`no answer to ${groundTruth}`);
  if (groundTruth === 17) await new Promise(() => undefined);
  return { answer: groundTruth % 4 === 0 ? -1 : groundTruth };
}

async function closeness(
  outputs: { answer: number },
  _inputs: unknown,
  groundTruth: number,
): Promise<{ score: number; explanation: string } | null> {
  await search("from the evaluator");
  if (groundTruth === 5) throw new Error("the judge is ill");
  if (groundTruth === 6) return null;
  const distance = Math.abs(outputs.answer - groundTruth);
  return { score: 1 / (1 + distance), explanation: `off by ${distance}` };
}

const denominators = {
  exact: { counted: 35, errors: 0, not_scorable: 0, missing: 5, total: 40 },
  closeness: { counted: 33, errors: 1, not_scorable: 1, missing: 5, total: 40 },
};

test("gives the same numbers here and on the server, and accounts for every case", async () => {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  const result = await evaluate({
    name: "accounting",
    function: answer,
    dataset,
    evaluators: [exact, closeness],
    timeoutMs: 400,
    serverUrl,
    apiKey,
  });
  expect(result.delivery).toMatchObject({ dropped: 0, pending: 0, isComplete: true });
  expect(result.status).toBe("completed");
  expect(result.outcomes).toEqual({
    passed: 24,
    failed: 10,
    errored: 5,
    "timed-out": 1,
    skipped: 0,
    cancelled: 0,
  });
  const onServer = await project.client("getRunResult", {
    params: { run_id: result.runId },
  });
  for (const metric of result.metrics) {
    const name = metric.name as keyof typeof denominators;
    expect(metric).toMatchObject({
      counted: denominators[name].counted,
      errors: denominators[name].errors,
      notScorable: denominators[name].not_scorable,
      missing: denominators[name].missing,
      total: denominators[name].total,
    });
    const detail = onServer.metrics.details.find(({ metric_name }) => metric_name === name);
    expect(detail).toMatchObject(denominators[name]);
    expect(detail?.aggregate).toBeCloseTo(metric.mean ?? NaN, 12);
  }
  expect(onServer.datapoints).toHaveLength(40);
  expect(onServer.status).toBe("completed");
  const outcomes = new Map(
    onServer.datapoints.map(({ datapoint_id: id, outcome }) => [id, outcome]),
  );
  for (const { datapointId, outcome } of result.cases) {
    expect(outcomes.get(datapointId)).toBe(outcome);
  }
});

test("puts every span of a case, the library's too, into the session of its case", async () => {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  const result = await evaluate({
    function: answer,
    dataset,
    evaluators: [exact, closeness],
    timeoutMs: 400,
    serverUrl,
    apiKey,
  });
  const events = await exportAllEvents(project.client, [
    { field: "metadata.run_id", operator: "is", value: result.runId },
  ]);
  const sessions = events.filter((event) => event.event_type === "session");
  expect(sessions).toHaveLength(40);
  expect(new Set(sessions.map((event) => event.metadata["datapoint_id"])).size).toBe(40);
  const caseOfSession = new Map(result.cases.map((entry) => [entry.sessionId, entry]));
  const datapointOf = new Map(
    sessions.map((event) => [event.session_id, event.metadata["datapoint_id"]]),
  );
  const misplaced = events.filter((event) => {
    const entry = caseOfSession.get(event.session_id);
    const question = event.inputs["question"] ?? event.metadata["question"];
    return (
      entry === undefined ||
      event.metadata["datapoint_id"] !== datapointOf.get(event.session_id) ||
      (typeof question === "string" &&
        question.startsWith("question number") &&
        question !== entry.inputs["question"])
    );
  });
  expect(misplaced).toEqual([]);
  const names = countNames(events.filter((event) => event.event_type !== "session"));
  expect(names).toEqual({
    answer: 40,
    exact: 35,
    closeness: 35,
    // Once for the case and once for the evaluator of those that gave an answer.
    search: 75,
    library: 75,
  });
});

test("compares two runs case by case, here and on the server alike", async () => {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  const run = (wrongEvery: number) =>
    evaluate({
      name: `wrong every ${wrongEvery}`,
      function: ({ groundTruth }) => ({
        answer: groundTruth % wrongEvery === 0 ? -1 : groundTruth,
      }),
      dataset,
      evaluators: [exact],
      serverUrl,
      apiKey,
    });
  const before = await run(2);
  const after = await run(20);
  const local = compareRuns(after, before);
  expect(local.metrics[0]).toMatchObject({ name: "exact", paired: 40, verdict: "better" });
  const remote = await project.client("compareRuns", {
    params: { new_run_id: after.runId, old_run_id: before.runId },
  });
  expect(remote.commonDatapoints).toHaveLength(40);
  expect(remote.metrics).toHaveLength(1);
  expect(remote.metrics[0]).toMatchObject({
    metric_name: "exact",
    verdict: "better",
    improved_count: local.metrics[0]?.improved.length,
    degraded_count: 0,
    p_value: local.metrics[0]?.pValue,
    difference_interval: local.metrics[0]?.interval,
  });
  expect(local.metrics[0]?.interval?.low).toBeGreaterThan(0);
});

test("keeps edited cases out of comparisons, here, on the server and against a baseline", async () => {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  const named = dataset.map((row, index) => ({ id: `case-${index}`, ...row }));
  const run = (rows: typeof named, baseline?: string) =>
    evaluate({
      function: ({ inputs }) => ({ answer: inputs.question.length }),
      dataset: rows,
      evaluators: [exact],
      serverUrl,
      apiKey,
      baseline,
    });
  const before = await run(named);
  const changed = named.map((row, index) => (index === 4 ? { ...row, groundTruth: 99 } : row));
  const inserted = { id: "new", inputs: { question: "?" }, groundTruth: 1 };
  const after = await run([inserted, ...changed.slice(1)], before.runId);
  const expected = { edited: ["case-4"], added: ["new"], removed: ["case-0"] };
  expect(after.comparison).toMatchObject(expected);
  expect(after.comparison?.metrics[0]?.paired).toBe(38);
  expect(compareRuns(after, before)).toMatchObject(expected);
  const remote = await project.client("compareRuns", {
    params: { new_run_id: after.runId, old_run_id: before.runId },
  });
  expect(remote).toMatchObject({
    edited_datapoints: expected.edited,
    new_only_datapoints: expected.added,
    old_only_datapoints: expected.removed,
    metrics: [{ found_count: 38 }],
  });
});

test("knows metrics without a value in a baseline on the server", async () => {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  const run = (score: number | null, baseline?: string) =>
    evaluate({
      serverUrl,
      apiKey,
      baseline,
      dataset: [{ inputs: { n: 1 } }],
      function: () => "text",
      evaluators: [{ name: "quality", evaluate: () => score }],
    });
  const before = await run(null);
  const { comparison } = await run(1, before.runId);
  expect(comparison?.metrics).toMatchObject([{ name: "quality", presence: "both", paired: 0 }]);
});

test("compares with a baseline on the server, and keeps gates", async () => {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  const run = (
    wrongEvery: number,
    more: { baseline?: string; gates?: Record<string, Gate> } = {},
  ) =>
    evaluate({
      name: `wrong every ${wrongEvery}`,
      function: ({ groundTruth }) => ({
        answer: groundTruth % wrongEvery === 0 ? -1 : groundTruth,
      }),
      dataset,
      evaluators: [exact],
      serverUrl,
      apiKey,
      ...more,
    });
  const gates = { exact: { min: 0.9, maxRegression: 0.02 } };
  await expect(run(20, { baseline: "latest", gates })).rejects.toThrow("there is no completed run");
  const first = await run(20, { baseline: "latest" });
  expect(first.comparison).toBeUndefined();
  const same = await run(20, { baseline: first.runId, gates });
  expect(same.comparison?.metrics[0]).toMatchObject({ paired: 40, verdict: "same" });
  expect(same.comparison?.url).toBe(`${serverUrl}/compare?new=${same.runId}&old=${first.runId}`);
  expect(same.gates.map(({ hasPassed }) => hasPassed)).toEqual([true, true]);
  const worse = await run(2, { baseline: "wrong every 20", gates });
  expect(worse.comparison).toMatchObject({ oldName: "wrong every 20", added: [], removed: [] });
  expect(worse.comparison?.metrics[0]?.verdict).toBe("worse");
  expect(worse.gates.map(({ hasPassed }) => hasPassed)).toEqual([false, false]);
  const latest = await run(2, { baseline: "latest" });
  expect(latest.comparison).toMatchObject({
    oldName: "wrong every 2",
    oldRunId: worse.runId,
    likeness: "name-and-dataset",
  });
  const older = await run(20, { baseline: "latest" });
  expect(older.comparison).toMatchObject({ oldRunId: same.runId });
  const other = await run(3, { baseline: "latest" });
  expect(other.comparison).toMatchObject({ oldRunId: older.runId, likeness: "dataset" });
});

test("compares with the latest run of a git branch on the server", async () => {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  const run = (name: string, branch: string, baseline?: string, rows = dataset.slice(0, 3)) =>
    evaluate({
      name,
      function: answer,
      dataset: rows,
      serverUrl,
      apiKey,
      metadata: { git: { branch } },
      baseline,
    });
  await run("first", "main");
  await run("second", "topic");
  const { comparison } = await run("third", "topic", "branch:main");
  expect(comparison?.oldName).toBe("first");
  await expect(run("fourth", "topic", "branch:none")).rejects.toThrow(
    "there is no completed run of branch none",
  );
  const ofNewDataset = await run("fifth", "topic", "branch:main", dataset.slice(0, 2));
  expect(ofNewDataset).toMatchObject({ comparison: undefined, status: "completed" });
});

test("leaves nothing global behind, and an application's own tracer as it was", async () => {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  const options = { function: answer, dataset: dataset.slice(0, 3), serverUrl, apiKey };
  await evaluate(options);
  expect(hasGlobalProvider()).toBe(false);
  expect(hasGlobalContext()).toBe(false);

  await using app = await HoneyHiveTracer.init({ serverUrl, apiKey, sessionName: "app" });
  await evaluate(options);
  await search("after the evaluation");
  expect((await app.flush()).isComplete).toBe(true);
  const events = await exportAllEvents(project.client, [
    { field: "session_id", operator: "is", value: app.sessionId },
  ]);
  expect(countNames(events)).toEqual({ app: 1, search: 1, library: 1 });
});

test("delivers a 5 MB output cut and marked, and circular inputs readable", async () => {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  const circular: Record<string, unknown> = { name: "loop" };
  circular["self"] = circular;
  const result = await evaluate({
    function: async ({ inputs }) => {
      await describeInput(inputs["value"]);
      return { text: "x".repeat(5_000_000) };
    },
    dataset: [{ inputs: { value: { name: "plain" } } }],
    serverUrl,
    apiKey,
  });
  expect(result.delivery.isComplete).toBe(true);
  expect(result.cases[0]?.outcome).toBe("passed");
  const tree = await rootOf(project.client, result.cases[0]?.sessionId ?? "");
  expect(JSON.stringify(tree.outputs).length).toBeLessThan(1_200_000);
  expect(JSON.stringify(tree.outputs)).toContain("_truncated");

  await using app = await HoneyHiveTracer.init({ serverUrl, apiKey });
  await describeInput(circular);
  expect((await app.flush()).isComplete).toBe(true);
  const [event] = await exportAllEvents(project.client, [
    { field: "session_id", operator: "is", value: app.sessionId },
    { field: "event_name", operator: "is", value: "describeInput" },
  ]);
  expect(event?.inputs).toEqual({ value: { name: "loop", self: "[Circular]" } });
});

const describeInput = traceTool(async function describeInput(value: unknown) {
  return typeof value;
});

function countNames(events: readonly Event[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { event_name: name } of events) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

async function rootOf(client: Client, sessionId: string): Promise<Event> {
  const tree = await client("getSession", { params: { session_id: sessionId } });
  const [root] = tree.children;
  if (root === undefined) throw new Error("The session has no events.");
  return root;
}

function hasGlobalProvider(): boolean {
  const provider = otel.getTracerProvider();
  return (
    !(provider instanceof ProxyTracerProvider) ||
    provider.getDelegate() !== new ProxyTracerProvider().getDelegate()
  );
}

function hasGlobalContext(): boolean {
  const key = Symbol("probe");
  return context.with(
    context.active().setValue(key, true),
    () => context.active().getValue(key) === true,
  );
}
