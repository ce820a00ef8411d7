import { startCollector } from "@honeyhive/testing";
import { expect, it } from "vitest";

import { evaluate } from "../evaluate.js";

it("makes each evaluator a span below the case, with its own score and error", async () => {
  await using collector = await startCollector();
  const { cases } = await evaluate({
    apiKey: "key",
    serverUrl: collector.url,
    journal: false,
    retries: 0,
    dataset: [{ inputs: { n: 0 }, groundTruth: 1 }],
    function: function answer() {
      return 1;
    },
    evaluators: [
      function plain() {
        return 0.5;
      },
      function explained() {
        return { score: true, explanation: "why" };
      },
      function throwing(): never {
        throw new RangeError("broken");
      },
      function invalid() {
        return Number.NaN;
      },
    ],
  });
  const [root] = collector.spans.filter(({ name }) => name === "answer");
  const children = collector.spans.filter(({ parentSpanId }) => parentSpanId === root?.spanId);
  const found = children.map(({ name, status, attributes }) => [
    name,
    Object.entries(attributes).filter(([key]) => key.startsWith("honeyhive_outputs.")),
    status.code === 2 ? attributes["honeyhive_error"] : undefined,
  ]);
  const explained = [
    ["honeyhive_outputs.score", true],
    ["honeyhive_outputs.explanation", "why"],
  ];
  expect(new Map(found.map(([name, ...rest]) => [name, rest]))).toEqual(
    new Map([
      ["plain", [[["honeyhive_outputs.result", 0.5]], undefined]],
      ["explained", [explained, undefined]],
      ["throwing", [[], "broken"]],
      [
        "invalid",
        [[["honeyhive_outputs.result", "[NaN]"]], expect.stringContaining("got `NaN` (number)")],
      ],
    ]),
  );
  expect(children.map(({ attributes }) => attributes["honeyhive.session_id"])).toEqual(
    children.map(() => cases[0]?.sessionId),
  );
  // The case's span alone has them as metrics: a second place would count them twice.
  expect(root?.attributes).toMatchObject({
    "honeyhive_metrics.plain": 0.5,
    "honeyhive_metrics.explained": true,
    "honeyhive_metrics.explained_explanation": "why",
  });
  const metrics = children.flatMap(({ attributes }) =>
    Object.keys(attributes).filter((name) => name.startsWith("honeyhive_metrics")),
  );
  expect(metrics).toEqual([]);
});

it("gives no value where two evaluators make the same metric", async () => {
  const { cases, outcomes } = await evaluate({
    disableTracing: true,
    journal: false,
    dataset: [{ inputs: {} }],
    function: () => 1,
    evaluators: [
      function style() {
        return { brief: 1, kind: 0.5 };
      },
      { name: "style.brief", evaluate: () => 0 },
    ],
  });
  expect(cases[0]?.scores).toEqual({
    "style.kind": { state: "scored", value: 0.5 },
    "style.brief": {
      state: "error",
      message: 'Expected one score to be called "style.brief", got two. Rename one of them.',
    },
  });
  expect(outcomes.errored).toBe(1);
});

it("keeps outputs and other scores where an evaluator cannot judge its value", async () => {
  const { cases } = await evaluate({
    disableTracing: true,
    journal: false,
    dataset: [{ inputs: {} }],
    function: () => "out",
    evaluators: [
      function good() {
        return true;
      },
      {
        name: "judged",
        evaluate: () => 0.5,
        asserts: () => {
          throw new RangeError("no scale");
        },
      },
    ],
  });
  expect(cases[0]).toMatchObject({
    outcome: "errored",
    outputs: "out",
    scores: {
      good: { state: "scored", value: true },
      judged: { state: "error", message: "RangeError: no scale" },
    },
  });
});
