import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { MetricInput, RunMetricResponse } from "@honeyhive/contract";
import { afterAll, describe, expect, test } from "vitest";

import { startTestServer } from "../../testing/test-server.js";

const asked: { authorization?: string | undefined; body: { messages: { content: string }[] } }[] =
  [];
let modelSays = "";
const model = createServer((request, response) => {
  let text = "";
  request.on("data", (chunk: Buffer) => (text += chunk.toString()));
  request.on("end", () => {
    const body = JSON.parse(text) as { messages: { content: string }[] };
    asked.push({ authorization: request.headers.authorization, body });
    response.end(JSON.stringify({ choices: [{ message: { content: modelSays } }] }));
  });
}).listen(0, "127.0.0.1");
await once(model, "listening");
// It listens on TCP.
const { port } = model.address() as AddressInfo;
const server = await startTestServer({
  modelEndpoint: { baseUrl: `http://127.0.0.1:${port}`, apiKey: "model-key", model: "judge" },
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  model.close();
});

const project = server.newProject();
const event = { inputs: { question: "2+2?" }, outputs: { answer: "4" } };

function run(metric: Omit<MetricInput, "name">): Promise<RunMetricResponse> {
  return project.call("runMetric", { body: { metric: { name: "m", ...metric }, event } });
}

function runCode(criteria: string, more: Partial<MetricInput> = {}): Promise<RunMetricResponse> {
  return run({ type: "JAVASCRIPT", criteria, ...more });
}

describe("code evaluators", () => {
  test("see the event and give a value, or a value with an explanation", async () => {
    expect(await runCode("(event) => Number(event.outputs.answer)")).toEqual({
      success: true,
      loading: false,
      result: 4,
      explanation: null,
    });
    const defined = `async function evaluate({ inputs }) {
      return { result: inputs.question.endsWith("?"), explanation: "It asks." };
    }`;
    expect(await runCode(defined, { return_type: "boolean" })).toMatchObject({
      result: true,
      explanation: "It asks.",
    });
    const categories = [
      { category: "good", score: 1 },
      { category: "bad", score: 0 },
    ];
    const chosen = { return_type: "categorical", categories } as const;
    expect(await runCode("() => 'good'", chosen)).toMatchObject({ result: "good" });
    expect(await runCode("() => 'fine'", chosen)).toMatchObject({
      success: false,
      explanation: 'Expected the evaluator to return one of good, bad, got `"fine"`.',
    });
  });

  test.each([
    ["what it throws", "() => { throw new Error('no such thing') }", "no such thing"],
    ["what cannot be parsed", "function (", "SyntaxError"],
    ["a result of the wrong type", "() => 'text'", "Expected the evaluator to return a float"],
    ["no number", "() => 0 / 0", "got `null`"],
    ["a promise that never settles", "() => new Promise(() => {})", "never settled"],
    ["a loop that never ends", "() => { while (true) {} }", "interrupted"],
    ["jobs that never end", "async () => { while (true) await 0 }", "interrupted"],
    ["more memory than there is", "() => 'x'.repeat(1e8).length", "out of memory"],
    ["endless recursion", "function evaluate() { return evaluate() + 1 }", "stack overflow"],
  ])("end with %s, as a result that says so", async (_, criteria, explanation) => {
    const answer = await runCode(criteria);
    expect(answer).toMatchObject({ success: false, result: null });
    expect(answer.explanation).toContain(explanation);
  });

  test("reach nothing of the host", async () => {
    const names = ["process", "require", "fetch", "setTimeout", "Worker", "WebAssembly", "Buffer"];
    const kinds = `() => ${JSON.stringify(names)}.map((name) => typeof globalThis[name]).join()`;
    const text = { return_type: "string" } as const;
    const none = names.map(() => "undefined").join(",");
    expect(await runCode(kinds, text)).toMatchObject({ result: none });
    const climb = "() => (() => {}).constructor.constructor('return typeof process')()";
    expect(await runCode(climb, text)).toMatchObject({ result: "undefined" });
    const load = "() => import('node:fs').then(() => 'loaded', () => 'refused')";
    expect((await runCode(load, text)).result).not.toBe("loaded");
  });

  test("that change how results are written get an answer that says so", async () => {
    const written = JSON.stringify(JSON.stringify({ kind: "returned", json: "oops" }));
    for (const text of [written, "'not json'", "5"]) {
      const { success, explanation } = await runCode(`() => { JSON.stringify = () => ${text} }`);
      expect([success, typeof explanation]).toEqual([false, "string"]);
    }
  });

  test("that fill their memory in one step are ended, too", async () => {
    const startMs = performance.now();
    const filled = "() => { const all = []; for (;;) all.push(new Array(1e6).fill(1)); }";
    expect(await runCode(filled)).toMatchObject({ success: false });
    // One second and two for the last step; the rest is what a busy machine needs to begin.
    expect(performance.now() - startMs).toBeLessThan(10_000);
  });

  test("leave nothing behind for the next one", async () => {
    await runCode("() => { globalThis.left = 1; Object.prototype.left = 1; return 1 }");
    expect(await runCode("() => Number(typeof left === 'undefined')")).toMatchObject({ result: 1 });
  });
});

describe("evaluators by a model", () => {
  const metric = {
    type: "LLM",
    criteria: "Is {{outputs.answer}} right for {{inputs.question}}{{no}}",
  };

  test("ask it with the event filled in, and read its verdict", async () => {
    modelSays = '```json\n{"result": 5, "explanation": "It is."}\n```';
    expect(await run({ ...metric, type: "LLM", scale: 5 })).toEqual({
      success: true,
      loading: false,
      result: 5,
      explanation: "It is.",
    });
    const last = asked.at(-1);
    expect(last?.authorization).toBe("Bearer model-key");
    expect(last?.body).toMatchObject({ model: "judge" });
    expect(last?.body.messages.at(-1)?.content).toBe("Is 4 right for 2+2?");
  });

  test("may ask for `[[X]]` as HoneyHive's do, and get what stands before it as explanation", async () => {
    const prompt =
      "Rate {{ outputs.answer }} from 1 to 5.\n\n[Evaluation]\nExplanation:\nRating: [[X]]";
    modelSays = "Explanation: [[2]] would be harsh:\nit is right.\nRating: [[4]]";
    expect(await run({ ...metric, type: "LLM", criteria: prompt })).toMatchObject({
      success: true,
      result: 4,
      explanation: "[[2]] would be harsh:\nit is right.",
    });
    const [system, user] = asked.at(-1)?.body.messages ?? [];
    expect(system?.content).toContain("a number inside of [[ and ]]");
    expect(user?.content).toContain("Rate 4 from 1 to 5.");
    modelSays = "[[Yes]]";
    const answer = await run({ ...metric, type: "LLM", criteria: prompt, return_type: "boolean" });
    expect(answer).toMatchObject({ success: true, result: true, explanation: null });
    modelSays = "Rating: [[X]]";
    expect(await run({ ...metric, type: "LLM", criteria: prompt })).toMatchObject({
      success: false,
      explanation: 'Expected the evaluator to return a float, got `"X"`.',
    });
  });

  test.each([
    ["float", " 4.5\n", 4.5],
    ["boolean", "False.", false],
    ["string", "fine", "fine"],
  ] as const)(
    "are understood when the model says nothing but the value: %s",
    async (type, text, result) => {
      modelSays = text;
      expect(await run({ ...metric, type: "LLM", return_type: type })).toMatchObject({
        success: true,
        result,
      });
    },
  );

  test("say so when the model does not keep to the question", async () => {
    modelSays = "I would rather not.";
    const answer = await run({ ...metric, type: "LLM" });
    expect(answer).toMatchObject({ success: false, result: null });
    expect(answer.explanation).toContain("I would rather not.");
  });
});

test("a metric that is made of others is what the scores of an event come to", async () => {
  const categories = [{ category: "good", score: 5 }];
  const tone = { name: "tone", type: "HUMAN", criteria: "How?" } as const;
  await project.call("createMetric", { body: { ...tone, return_type: "categorical", categories } });
  const child_metrics = [
    { name: "tone", weight: 1 },
    { name: "exact", weight: 3 },
  ];
  const body = {
    metric: { name: "all", type: "COMPOSITE", criteria: "weighted-average", child_metrics },
    event: { ...event, metrics: { tone: "good", exact: true } },
  } as const;
  expect(await project.call("runMetric", { body })).toMatchObject({ success: true, result: 2 });
});

test("code in Python gives what its metric returns, or says what else it gave", async () => {
  const metric = { type: "PYTHON", return_type: "boolean" } as const;
  const criteria = 'def right(event):\n  return event["outputs"]["answer"] == "4"';
  expect(await run({ ...metric, criteria })).toMatchObject({ success: true, result: true });
  const answer = await run({ ...metric, criteria: 'inputs["question"]' });
  expect(answer).toMatchObject({ success: false, result: null });
  expect(answer.explanation).toBe('Expected the evaluator to return a boolean, got `"2+2?"`.');
});

test.each([
  ["HUMAN", /`metrics` of the event/],
  ["COMPOSITE", /`child_metrics`/],
] as const)("%s is kept with its versions, and refused where it is run", async (type, advice) => {
  const content = { name: `kept ${type}`, type, criteria: "def f(): pass" };
  const { metric_id } = await project.call("createMetric", { body: content });
  const params = { metric_id };
  await project.call("updateMetric", { params, body: { criteria: "def g(): pass" } });
  const { metrics } = await project.call("listMetrics", { query: { id: metric_id } });
  expect(metrics).toMatchObject([{ ...content, criteria: "def g(): pass" }]);
  const byName = await project.call("listMetrics", { query: { name: content.name } });
  expect(byName.metrics).toEqual(metrics);
  const { data } = await project.call("listMetricVersions", { params });
  expect(data.map(({ content: { criteria } }) => criteria)).toEqual([
    "def f(): pass",
    "def g(): pass",
  ]);
  await expect(run({ type, criteria: "def f(): pass" })).rejects.toMatchObject({
    status: 422,
    code: "UNSUPPORTED_EVALUATOR",
    message: expect.stringMatching(advice) as unknown,
  });
});

test("what is asked again after its answer was lost makes no second version", async () => {
  const content = { name: "again", type: "JAVASCRIPT", criteria: "() => 1" } as const;
  const { metric_id } = await project.call("createMetric", { body: content });
  const params = { metric_id };
  const draft = { message: "Try two.", content: { ...content, criteria: "() => 2" } };
  const names: string[] = [];
  // Each call has a key of its own, as where a server died before it could remember the first.
  for (const body of [draft, draft, { ...draft, message: "Try again." }]) {
    names.push((await project.call("createMetricVersion", { params, body })).data.name);
  }
  expect(names).toEqual(["v2", "v2", "v3"]);
  const change = { criteria: "() => 4" };
  for (const body of [change, change, { criteria: "() => 5" }, change]) {
    await project.call("updateMetric", { params, body });
  }
  const { data } = await project.call("listMetricVersions", { params });
  expect(
    data.map(({ name, deployed, content: { criteria } }) => [name, deployed, criteria]),
  ).toEqual([
    ["v1", false, "() => 1"],
    ["v2", false, "() => 2"],
    ["v3", false, "() => 2"],
    ["v4", false, "() => 4"],
    ["v5", false, "() => 5"],
    ["v6", true, "() => 4"],
  ]);
});

test("every change of a metric is a version, and exactly one of them is used", async () => {
  const content = { name: "m", type: "JAVASCRIPT", criteria: "() => 1" } as const;
  const { metric_id } = await project.call("createMetric", { body: content });
  const params = { metric_id };
  await project.call("updateMetric", { params, body: { criteria: "() => 2" } });
  const draft = { message: "Try three.", content: { ...content, criteria: "() => 3" } };
  const { data } = await project.call("createMetricVersion", { params, body: draft });
  expect(data).toMatchObject({ name: "v3", deployed: false });
  const inUse = async (): Promise<unknown> => {
    const { metrics } = await project.call("listMetrics", { query: { id: metric_id } });
    const { data: versions } = await project.call("listMetricVersions", { params });
    const deployed = versions.filter((version) => version.deployed).map(({ name }) => name);
    return [metrics[0]?.criteria, ...deployed];
  };
  expect(await inUse()).toEqual(["() => 2", "v2"]);
  await project.call("deployMetricVersion", { params: { metric_id, version_name: "v3" } });
  expect(await inUse()).toEqual(["() => 3", "v3"]);
  await project.call("createMetricVersion", {
    params,
    body: { ...draft, content, deploy_immediately: true },
  });
  expect(await inUse()).toEqual(["() => 1", "v4"]);
  const unknown = { metric_id, version_name: "v9" };
  await expect(project.call("deployMetricVersion", { params: unknown })).rejects.toMatchObject({
    code: "METRIC_VERSION_NOT_FOUND",
  });
  const incomplete = { message: "", content: { ...content, type: "LLM" as const } };
  const refused = await project.send("POST", `/v1/metrics/${metric_id}/versions`, incomplete);
  expect(await refused.json()).toMatchObject({ statusCode: 400, field: "content.model_provider" });
});
