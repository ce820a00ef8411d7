import { compareRuns, evaluate } from "honeyhive";
import { expect, test } from "vitest";

import { obtainProject } from "../support/obtain-project.js";

/** Names that collide with each other, with what the wire does to names, or with what objects inherit. */
const values = new Map<string, number>(
  [
    "judge_explanation",
    "judge_explanation_explanation",
    "style",
    "style.accuracy",
    "list.0",
    "list.1",
    ".x",
    "x.",
    "a..b",
    ".",
    "0",
    "constructor",
    "constructor.prototype",
    "toString",
    "hasOwnProperty",
    "deep.__proto__.y",
    "Tone",
    "tone",
    " padded ",
    'a "b" <c>\n`d` | e',
    "名前 😀",
    "n".repeat(300),
    "_more",
  ].map((name, index) => [name, (index + 1) / 100]),
);

const explained = { score: 0.5, explanation: "because" };

test("every metric keeps its value and its explanation here and on the server, whatever it is called", async () => {
  const project = await obtainProject();
  const { url: serverUrl, apiKey } = project;
  const run = (more: number): ReturnType<typeof evaluate> =>
    evaluate({
      serverUrl,
      apiKey,
      journal: false,
      dataset: [{ inputs: { n: 1 } }],
      function: ({ inputs }) => inputs.n,
      evaluators: [
        { name: "judge", evaluate: () => explained },
        { name: "label", evaluate: () => "good" },
        { name: "label_explanation", evaluate: () => "text of its own" },
        ...[...values].map(([name, value]) => ({ name, evaluate: () => value + more })),
      ],
      gates: Object.fromEntries(
        [...values.keys()].map((name) => [name, { min: more, max: 1 + more }]),
      ),
    });
  const [before, after] = [await run(0), await run(1)];
  expect(after.gates.filter(({ hasPassed }) => !hasPassed)).toEqual([]);
  const expected = new Map<string, unknown>([
    ["judge", 0.5],
    ["label", "good"],
    ["label_explanation", "text of its own"],
    ...[...values].map(([name, value]): [string, number] => [name, value + 1]),
  ]);
  const explanations = new Map([["judge", "because"]]);

  const scores = Object.entries(after.cases[0]?.scores ?? {});
  expect(new Map(scores.map(([name, score]) => [name, "value" in score && score.value]))).toEqual(
    expected,
  );
  expect(after.metrics.map(({ name, counted }) => [name, counted])).toEqual(
    [...expected.keys()].map((name) => [name, 1]),
  );

  const stored = await project.client("getRunResult", { params: { run_id: after.runId } });
  const [datapoint] = stored.datapoints;
  expect(new Map(datapoint?.metrics.map(({ name, value }) => [name, value]))).toEqual(expected);
  expect(
    new Map(
      datapoint?.metrics.flatMap(({ name, explanation }) =>
        explanation === undefined ? [] : [[name, explanation]],
      ),
    ),
  ).toEqual(explanations);
  expect(datapoint?.unscored).toEqual([]);
  expect(
    new Map(stored.metrics.details.map(({ metric_name, counted }) => [metric_name, counted])),
  ).toEqual(new Map([...expected.keys()].map((name) => [name, 1])));

  const compared = await project.client("compareRuns", {
    params: { new_run_id: after.runId, old_run_id: before.runId },
  });
  const remote = compared.metrics.map(({ metric_name, difference }) => [metric_name, difference]);
  const local = compareRuns(after, before).metrics.map(({ name, difference }) => [
    name,
    difference,
  ]);
  for (const differences of [remote, local].map(
    (entries) => new Map(entries as [string, number][]),
  )) {
    for (const name of values.keys())
      expect([name, differences.get(name)]).toEqual([name, expect.closeTo(1, 9)]);
  }
});
