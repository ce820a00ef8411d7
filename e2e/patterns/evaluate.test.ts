import { startModelServer } from "@honeyhive/testing";
import { evaluate, fromInputs } from "honeyhive";
import OpenAI from "openai";
import { expect, test } from "vitest";

import { exportAllEvents } from "../support/export-all-events.js";
import { obtainProject, type TestProject } from "../support/obtain-project.js";

const rows = [{ inputs: { question: "two and two" }, ground_truths: { answer: 4 } }];

test("15: a function of (inputs, ground_truths) and evaluators of (outputs, inputs, ground_truths)", async () => {
  const project = await obtainProject();
  const seen: unknown[] = [];
  const result = await evaluate({
    ...keysOf(project),
    function: fromInputs((inputs: unknown, groundTruths: unknown) => {
      seen.push(inputs, groundTruths);
      return { answer: 4 };
    }),
    dataset: rows,
    evaluators: [
      function exact(outputs: unknown, inputs: unknown, groundTruths: unknown) {
        seen.push(outputs, inputs, groundTruths);
        return 1;
      },
    ],
  });
  const [row] = rows;
  expect(seen).toEqual([
    row?.inputs,
    row?.ground_truths,
    { answer: 4 },
    row?.inputs,
    row?.ground_truths,
  ]);
  expect(result.cases).toHaveLength(1);
});

test("15: the result as lists of JSON texts, with the ids of the sessions", async () => {
  const project = await obtainProject();
  const result = await evaluate({
    ...keysOf(project),
    function: ({ inputs }: { inputs: { n: number | string } }) => {
      if (inputs.n === 2) throw new Error("no two");
      return { doubled: BigInt(inputs.n) * 2n };
    },
    dataset: [{ inputs: { n: 1 }, groundTruth: { answer: 2 } }, { inputs: { n: 2 } }],
    evaluators: [
      function exact() {
        return true;
      },
      function group() {
        return { half: 0.5 };
      },
      function broken(): number {
        throw new Error("broken");
      },
    ],
  });
  expect(result.data).toEqual({
    input: ['{"n":1}', '{"n":2}'],
    output: ['{"doubled":"2"}', "null"],
    metrics: ['{"exact":true,"group.half":0.5,"broken":null}', "{}"],
    metadata: ["{}", "{}"],
    ground_truth: ['{"answer":2}', "{}"],
  });
  expect(result.sessionIds).toEqual(result.cases.map(({ sessionId }) => sessionId));
  expect(result.stats.duration_s).toBeCloseTo(result.durationMs / 1000, 3);
  // Said once: copies and reports of the result have the cases alone.
  expect(Object.keys(result)).not.toContain("data");
});

test("16: the older names of evaluate()'s options are taken with a warning", async () => {
  const project = await obtainProject();
  const older = {
    evaluationFunction: (inputs: { question: string }) => inputs.question,
    hh_api_key: project.apiKey,
    hh_project: "patterns",
    server_url: project.url,
    max_workers: 2,
    dataset: rows,
    evaluators: [],
  };
  // What a caller without types passes.
  const result = await evaluate(older as unknown as Parameters<typeof evaluate>[0]);
  expect(result.cases.map(({ outputs }) => outputs)).toEqual(["two and two"]);
});

test("14, 16: retired options do no harm, and instrumentModules records the calls of each case", async () => {
  const project = await obtainProject();
  await using model = await startModelServer({ latency: 0 });
  const openai = new OpenAI({ baseURL: model.baseUrl, apiKey: model.apiKey });
  const older = {
    ...keysOf(project),
    suite: "nightly",
    runConcurrently: false,
    verbose: true,
    disableHttpTracing: true,
    instrumentModules: { openAI: OpenAI },
    dataset: [{ inputs: { who: "Bees" } }, { inputs: { who: "Wasps" } }],
    function: async ({ inputs }: { inputs: { who: string } }) => {
      const content = `Context: ${inputs.who} make honey. Question: Who makes honey?`;
      const messages = [{ role: "user" as const, content }];
      const answer = await openai.chat.completions.create({ model: "extract-small", messages });
      return answer.choices[0]?.message.content;
    },
  };
  const { runId, cases } = await evaluate(older as unknown as Parameters<typeof evaluate>[0]);
  expect(cases.map(({ outcome }) => outcome)).toEqual(["passed", "passed"]);
  const { evaluation } = await project.client("getRun", { params: { run_id: runId } });
  expect(evaluation.metadata["suite"]).toBe("nightly");
  expect(evaluation.configuration["concurrency"]).toBe(1);
  const events = await exportAllEvents(project.client);
  const calls = events.filter((event) => event.event_type === "model");
  expect(new Set(calls.map(({ session_id: id }) => id))).toEqual(
    new Set(cases.map(({ sessionId }) => sessionId)),
  );
});

test.each(["groundTruth", "ground_truth", "ground_truths"])(
  "17: rows with %s",
  async (spelling) => {
    const project = await obtainProject();
    const seen: unknown[] = [];
    await evaluate({
      ...keysOf(project),
      function: ({ groundTruth }: { groundTruth?: unknown }) => void seen.push(groundTruth),
      dataset: [{ inputs: {}, [spelling]: "right" }],
      evaluators: [],
    });
    expect(seen).toEqual(["right"]);
  },
);

test("18: evaluators that give a number, boolean, string, object or group; an array is an error and no crash", async () => {
  const project = await obtainProject();
  const result = await evaluate({
    ...keysOf(project),
    function: () => "answer",
    dataset: rows,
    evaluators: [
      function number() {
        return 0.5;
      },
      function boolean() {
        return true;
      },
      function text() {
        return "good";
      },
      function object() {
        return { score: 1, explanation: "because" };
      },
      function group() {
        return { accuracy: 1, style: { brief: false } };
      },
      function array() {
        return [1, 2] as never;
      },
    ],
  });
  expect(result.metrics.map(({ name, mean, counted }) => [name, mean, counted])).toContainEqual([
    "group.accuracy",
    1,
    1,
  ]);
  expect(result.cases[0]?.scores).toMatchInlineSnapshot(`
    {
      "array": {
        "message": "Expected a number, boolean, string, { score, explanation? } or null, got an array of 2. Return one of these from the evaluator.",
        "state": "error",
      },
      "boolean": {
        "state": "scored",
        "value": true,
      },
      "group.accuracy": {
        "state": "scored",
        "value": 1,
      },
      "group.style.brief": {
        "state": "scored",
        "value": false,
      },
      "number": {
        "state": "scored",
        "value": 0.5,
      },
      "object": {
        "explanation": "because",
        "state": "scored",
        "value": 1,
      },
      "text": {
        "state": "scored",
        "value": "good",
      },
    }
  `);
});

function keysOf({ url, apiKey }: TestProject): {
  readonly apiKey: string;
  readonly serverUrl: string;
} {
  return { apiKey, serverUrl: url };
}
