import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import {
  createClient,
  type Event,
  type EventInput,
  type MetricInput,
  type MetricProgress,
} from "@honeyhive/contract";
import { afterAll, expect, test } from "vitest";

import { startServer } from "../start-server.js";
import { startJudge } from "../testing/judge.js";
import { temporaryDirectory } from "../testing/temporary-directory.js";
import { startTestServer, type ProjectClient } from "../testing/test-server.js";
import { until } from "../testing/until.js";

const judge = await startJudge();
const online = { settleMs: 50, sessionQuietMs: 300 };
const server = await startTestServer({ online, modelEndpoint: judge.endpoint });
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await judge[Symbol.asyncDispose]();
});

const ofModels = {
  filterArray: [{ field: "event_type", operator: "is", type: "string", value: "model" }],
} as const;
const words: MetricInput = {
  name: "words",
  type: "JAVASCRIPT",
  criteria: "({ outputs }) => ({ score: outputs.text.split(' ').length, explanation: 'Counted.' })",
  enabled_in_prod: true,
  sampling_percentage: 100,
  filters: ofModels,
};

async function enable({ call }: ProjectClient, metric: MetricInput): Promise<string> {
  return (await call("createMetric", { body: metric })).metric_id;
}

async function store({ call }: ProjectClient, event: Partial<EventInput> = {}): Promise<string> {
  const body = {
    event_type: "model",
    event_name: "answer",
    inputs: {},
    outputs: { text: "a b c" },
    ...event,
  };
  return (await call("createEvent", { body: body as EventInput })).event_id;
}

async function read({ call }: ProjectClient, event_id: string): Promise<Event> {
  return (await call("getEvent", { params: { event_id } })).event;
}

function progressOf({ call }: ProjectClient, metric_id: string): Promise<MetricProgress> {
  return call("getMetricProgress", { params: { metric_id } });
}

/** Waits until the metric has looked at everything that is stored now. */
async function caughtUp(project: ProjectClient, metricId: string): Promise<MetricProgress> {
  const nowMs = Date.now();
  let progress = await progressOf(project, metricId);
  await until(async () => {
    progress = await progressOf(project, metricId);
    return Date.parse(progress.done_until ?? "") >= nowMs && progress.waiting === 0;
  });
  return progress;
}

test("what a metric finds is on the events that it is for, and on no others", async () => {
  const project = server.newProject();
  const before = await store(project, { outputs: { text: "was there before" } });
  const metric = await enable(project, words);
  const answer = await store(project);
  const other = await store(project, { event_type: "tool" });
  const scored = await store(project, { metrics: { words: 99 } });

  await until(async () => (await read(project, answer)).metrics["words"] !== undefined);
  expect(await caughtUp(project, metric)).toMatchObject({
    state: "running",
    scored: 1,
    failed: 0,
    last_error: null,
  });
  expect((await read(project, answer)).metrics).toEqual({
    words: 3,
    words_explanation: "Counted.",
  });
  expect((await read(project, other)).metrics).toEqual({});
  expect((await read(project, scored)).metrics).toEqual({ words: 99 });
  expect((await read(project, before)).metrics).toEqual({});
});

test("code in Python finds what its function gives", async () => {
  const project = server.newProject();
  const criteria = "def words(event):\n  return len(event['outputs']['text'].split())";
  await enable(project, { ...words, type: "PYTHON", criteria });
  const ids = [await store(project), await store(project, { outputs: { text: "a" } })];
  await until(async () => (await read(project, ids[1] ?? "")).metrics["words"] !== undefined);
  const found = await Promise.all(ids.map((id) => read(project, id)));
  expect(found.map(({ metrics }) => metrics)).toEqual([{ words: 3 }, { words: 1 }]);
});

test("an evaluator that fails on one event says so there, and goes on with the others", async () => {
  const project = server.newProject();
  const criteria =
    "({ outputs }) => { if (outputs.text === 'bad') throw new Error('no'); if (outputs.text === 'loop') while (true); return 1; }";
  const metric = await enable(project, { ...words, criteria });
  const [bad, loop, good] = [
    await store(project, { outputs: { text: "bad" } }),
    await store(project, { outputs: { text: "loop" }, metadata: { kept: 1 } }),
    await store(project),
  ];
  await until(async () => (await progressOf(project, metric)).failed === 2);
  const progress = await caughtUp(project, metric);
  expect(progress).toMatchObject({ scored: 1, failed: 2 });
  expect(progress.last_error?.message).toMatch(/no|interrupted/);
  expect((await read(project, good)).metrics).toMatchObject({ words: 1 });
  const failed = await read(project, bad);
  expect(failed.metrics).toEqual({});
  expect(failed.metadata["score_states"]).toEqual({
    words: { state: "error", message: "Error: no" },
  });
  expect((await read(project, loop)).metadata).toMatchObject({
    kept: 1,
    score_states: { words: { state: "error" } },
  });
});

test("a share of the events is taken, of experiments all", async () => {
  const project = server.newProject();
  const metric = await enable(project, { ...words, sampling_percentage: 50 });
  const none = await enable(project, { ...words, name: "none", sampling_percentage: 0 });
  const events = Array.from({ length: 80 }, (_, n) => ({
    event_type: "model" as const,
    event_name: "answer",
    inputs: {},
    outputs: { text: `answer ${n}` },
  }));
  await project.call("createEvents", { body: { events } });
  const run_id = crypto.randomUUID();
  const ofRun = await store(project, { metadata: { run_id } });
  const { session_id } = await project.call("createSession", { body: { metadata: { run_id } } });
  const inSession = await store(project, { session_id });
  await until(async () => (await progressOf(project, none)).scored === 2);
  for (const event of [ofRun, inSession]) {
    await until(async () => (await read(project, event)).metrics["words"] !== undefined);
  }
  await caughtUp(project, none);
  const { scored } = await caughtUp(project, metric);
  // Of 80 with a probability of one half each: outside of this once in a million times.
  expect(scored - 2).toBeGreaterThan(17);
  expect(scored - 2).toBeLessThan(63);
  for (const event of [ofRun, inSession]) {
    expect((await read(project, event)).metrics).toMatchObject({ none: 2 + 1, words: 3 });
  }
});

test("more events than fit into a batch are all scored once", async () => {
  const project = server.newProject();
  const metric = await enable(project, words);
  const events = Array.from({ length: 130 }, (_, n) => ({
    event_type: "model" as const,
    event_name: "answer",
    inputs: {},
    outputs: { text: `answer ${n}` },
  }));
  const { event_ids } = await project.call("createEvents", { body: { events } });
  await until(async () => (await progressOf(project, metric)).scored >= 130);
  expect(await caughtUp(project, metric)).toMatchObject({ scored: 130, failed: 0 });
  const last = await read(project, String(event_ids.at(-1)));
  expect(last.metrics).toMatchObject({ words: 2 });
});

test("metrics that need ground truth wait for it", async () => {
  const project = server.newProject();
  const criteria = "({ outputs, feedback }) => outputs.text === feedback.ground_truth";
  const metric = await enable(project, {
    ...words,
    criteria,
    return_type: "boolean",
    needs_ground_truth: true,
  });
  const event_id = await store(project);
  await caughtUp(project, metric);
  expect((await read(project, event_id)).metrics).toEqual({});
  const body = { feedback: { ground_truth: "a b c" } };
  await project.call("updateEvent", { params: { event_id }, body });
  await until(async () => (await read(project, event_id)).metrics["words"] === true);
});

test("a metric that is made of others is on events that have the scores of all, whoever gave them", async () => {
  const project = server.newProject();
  const id = await enable(project, words);
  const child_metrics = [
    { id, name: "called otherwise once", weight: 2 },
    { name: "helpful", weight: 1 },
  ];
  const both: MetricInput = { ...words, name: "both", type: "COMPOSITE", child_metrics };
  const metric = await enable(project, { ...both, criteria: "weighted average" });
  const [reviewed, alone, takenBack] = [
    await store(project, { metrics: { helpful: true } }),
    await store(project),
    await store(project, { metrics: { helpful: null } }),
  ];
  await until(async () => (await read(project, reviewed)).metrics["both"] !== undefined);
  expect((await read(project, reviewed)).metrics).toMatchObject({ words: 3, both: 7 / 3 });
  expect(await caughtUp(project, metric)).toMatchObject({ scored: 1, failed: 0 });
  for (const event of [alone, takenBack]) {
    expect((await read(project, event)).metrics).not.toHaveProperty("both");
  }

  await project.call("updateEvent", {
    params: { event_id: alone },
    body: { metrics: { helpful: false } },
  });
  await until(async () => (await read(project, alone)).metrics["both"] === 2);
});

test("a session is judged when nothing of it comes any more, with what it has then", async () => {
  await using directory = await temporaryDirectory();
  // Longer than the three requests take on a busy machine.
  const times = { settleMs: 50, sessionQuietMs: 4000 };
  const { project, close } = await startTestServerAt(directory.path, times);
  const filters = {
    filterArray: [{ field: "event_type", operator: "is", type: "string", value: "session" }],
  } as const;
  const criteria = "({ outputs }) => String(outputs.answer)";
  const metric = await enable(project, { ...words, criteria, return_type: "string", filters });
  const { session_id } = await project.call("createSession", { body: { session_name: "talk" } });
  await store(project, { session_id });
  const outputs = { answer: "the last word" };
  await project.call("updateEvent", { params: { event_id: session_id }, body: { outputs } });
  await until(async () => (await progressOf(project, metric)).scored === 1);
  expect((await read(project, session_id)).metrics).toEqual({ words: "the last word" });
  await close();
});

test("while the model's API is away events wait, and none is lost or marked as failed", async () => {
  const project = server.newProject();
  judge.status = 500;
  const metric = await enable(project, {
    ...words,
    type: "LLM",
    criteria: "Is {{outputs.text}} polite?",
    scale: 5,
  });
  const event_id = await store(project);
  await until(async () => (await progressOf(project, metric)).state === "held_up");
  expect(await progressOf(project, metric)).toMatchObject({
    reason: "The model's API answered with status 500.",
    scored: 0,
    failed: 0,
    waiting: 1,
  });
  judge.status = 200;
  await until(async () => (await progressOf(project, metric)).scored === 1);
  expect(await caughtUp(project, metric)).toMatchObject({ state: "running", reason: null });
  expect((await read(project, event_id)).metrics).toEqual({
    words: 4,
    words_explanation: "Polite.",
  });
  expect(judge.asked.at(-1)).toContain("Is a b c polite?");
});

test("an event that a model's API never answers does not hold up the others for ever", async () => {
  const project = server.newProject();
  judge.refused = "poison";
  const metric = await enable(project, { ...words, type: "LLM", criteria: "{{outputs.text}}?" });
  const poison = await store(project, { outputs: { text: "poison" } });
  const others: string[] = [];
  // It counts as refused only while others are taken.
  await until(async () => {
    others.push(await store(project));
    return (await progressOf(project, metric)).failed === 1;
  });
  judge.refused = undefined;
  await until(async () => (await progressOf(project, metric)).scored === others.length);
  expect((await read(project, poison)).metadata["score_states"]).toEqual({
    words: { state: "error", message: "The model's API answered with status 503." },
  });
});

test("what cannot be run says why", async () => {
  const project = server.newProject();
  const off = await enable(project, { ...words, enabled_in_prod: false });
  expect(await progressOf(project, off)).toMatchObject({ state: "off", done_until: null });
  const asked = await enable(project, { ...words, name: "asked", type: "HUMAN" });
  const answer = await progressOf(project, asked);
  expect(answer.state).toBe("not_run");
  expect(answer.reason).toContain("People say what it is");
});

test("what came while a metric was off is left alone; what comes after it was changed is judged anew", async () => {
  const project = server.newProject();
  const metric_id = await enable(project, words);
  const params = { metric_id };
  await store(project);
  await until(async () => (await progressOf(project, metric_id)).scored === 1);
  await project.call("updateMetric", { params, body: { enabled_in_prod: false } });
  const meanwhile = await store(project);
  await until(async () => (await progressOf(project, metric_id)).state === "off");
  // Until the server has seen that it is off.
  const probe = await enable(project, { ...words, name: "probe" });
  await caughtUp(project, probe);
  const body = { enabled_in_prod: true, criteria: "() => 7" };
  await project.call("updateMetric", { params, body });
  const after = await store(project);
  await until(async () => (await read(project, after)).metrics["words"] === 7);
  expect(await caughtUp(project, metric_id)).toMatchObject({ scored: 2 });
  expect((await read(project, meanwhile)).metrics).not.toHaveProperty("words");
});

test("models that do not answer hold up no code, and are asked no more once their metric is off or gone", async () => {
  const project = server.newProject();
  const slow: string[] = [];
  for (let n = 0; n < 4; n++) {
    const metric = { ...words, name: `slow ${n}`, type: "LLM", criteria: "slow {{event_id}}" };
    slow.push(await enable(project, { ...metric, type: "LLM" }));
  }
  const code = await enable(project, words);
  const event_id = await store(project);
  await until(() => judge.held.length === 4);
  await until(async () => (await read(project, event_id)).metrics["words"] === 3);
  expect(await progressOf(project, code)).toMatchObject({ scored: 1 });
  const [deleted = "", ...off] = slow;
  for (const metric_id of off) {
    const params = { metric_id };
    await project.call("updateMetric", { params, body: { enabled_in_prod: false } });
  }
  await project.call("deleteMetric", { params: { metric_id: deleted } });
  // Those that were asked have been given up.
  await until(() => judge.held.length === 0);
  const next = await store(project);
  await until(async () => (await read(project, next)).metrics["words"] === 3);
  expect(judge.asked.filter((text) => text.includes(`slow ${event_id}`)).length).toBe(4);
});

test("a server that stops does not wait for a model that never answers", async () => {
  await using directory = await temporaryDirectory();
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const reached = once(silent, "request");
  const { port: silentPort } = silent.address() as AddressInfo;
  const own = await startTestServerAt(directory.path, online, `http://127.0.0.1:${silentPort}`);
  await enable(own.project, { ...words, type: "LLM" });
  await store(own.project);
  await reached;
  await own.close();
  silent.closeAllConnections();
  silent.close();
});

test("what came before a server ended is judged by the next one", async () => {
  await using directory = await temporaryDirectory();
  const open = (settleMs: number) =>
    startTestServerAt(directory.path, { settleMs, sessionQuietMs: 1000 });
  const first = await open(60_000);
  const metric = await enable(first.project, words);
  const event_id = await store(first.project);
  await first.close();
  const second = await open(10);
  await until(async () => (await read(second.project, event_id)).metrics["words"] === 3);
  expect((await progressOf(second.project, metric)).scored).toBe(1);
  await second.close();
});

async function startTestServerAt(dataDir: string, times: typeof online, baseUrl = "") {
  const given = { modelEndpoint: { ...judge.endpoint, baseUrl }, online: times };
  const own = await startServer({ port: 0, dataDir, ...given });
  const call = createClient({ serverUrl: own.url, apiKey: own.apiKey });
  // What the helpers above use.
  const project = { call } as ProjectClient;
  return { project, close: () => own.close() };
}
