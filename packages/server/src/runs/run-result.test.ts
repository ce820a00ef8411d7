import { expect, it } from "vitest";

import type { Event, ExperimentRun } from "@honeyhive/contract";

import type { RunCase } from "./run-case.js";
import { finish } from "../testing/finish.js";
import { toRunResult } from "./run-result.js";

// What the result needs of a run; the rest is passed through.
const run = { status: "completed", passing_ranges: {}, configuration: {} } as ExperimentRun;

it("weighs a case that was tried more often no more than the others", () => {
  const cases = [makeCase("a", 1), makeCase("a", 1), makeCase("a", 1), makeCase("b", 0)];
  const [detail] = finish(toRunResult(run, cases, "average")).metrics.details;
  expect(detail).toMatchObject({ aggregate: 0.5, values: [1, 1, 1, 0], counted: 4, total: 4 });
});

it("says the aggregates of the run by name, those of its cases before those of their steps", () => {
  const [good, other] = [makeCase("a", 1), makeCase("b", 0)];
  const [score] = good.scores;
  if (score === undefined) throw new Error("Expected a score.");
  const ofStep = { ...score, key: "exact of step", eventName: "step", isOfCase: false };
  const cases = [
    {
      ...good,
      scores: [score, ofStep, { ...score, key: "tone of answer", name: "tone", value: "calm" }],
    },
    {
      ...other,
      scores: [...other.scores, { ...ofStep, key: "speed of step", name: "speed", value: 3 }],
    },
  ];
  expect(finish(toRunResult(run, cases, "average")).run_object.metrics).toEqual({
    exact: 0.5,
    speed: 3,
  });
  expect(finish(toRunResult(run, cases, "max")).run_object.metrics).toEqual({ exact: 1, speed: 3 });
});

it("gives each case one verdict, by what it scored on average", () => {
  const ranges = { ...run, passing_ranges: { exact: { min: 0.5 } } };
  const of = (id: string, value: number): RunCase => ({ ...makeCase(id, value), outcome: null });
  const cases = [of("a", 0.4), of("b", 0.4), of("a", 0.8), of("b", 0.5), of("c", 1)];
  const result = finish(toRunResult(ranges, cases, "average"));
  const verdicts = { passed: ["a", "c"], failed: ["b"] };
  expect(result).toMatchObject({ ...verdicts, success: false });
  expect(result.metrics.details[0]?.datapoints).toEqual(verdicts);
  expect(result.datapoints.map(({ passed }) => passed)).toEqual([false, false, true, true, true]);
});

it("lets no case pass of which a trial failed, ended with an error or was false", () => {
  const trial = makeCase("a", 1);
  const [score] = trial.scores;
  if (score === undefined) throw new Error("Expected a score.");
  const unsaid = { ...trial, outcome: null };
  const others: RunCase[] = [
    { ...trial, outcome: "failed" },
    { ...unsaid, error: "gone" },
    { ...unsaid, scores: [{ ...score, value: false }] },
  ];
  for (const other of others) {
    const { passed, failed } = finish(
      toRunResult(run, [trial, other, makeCase("b", 1)], "average"),
    );
    expect([passed, failed]).toEqual([["b"], ["a"]]);
  }
});

it("says how many cases ended with an error, and the first", () => {
  const cases = [makeCase("a", 1), { ...makeCase("b", 0), error: "the model was gone" }];
  expect(finish(toRunResult(run, cases, "average")).error).toBe(
    "1 of 2 cases ended with an error, the first: the model was gone",
  );
  expect(finish(toRunResult(run, cases.slice(0, 1), "average"))).not.toHaveProperty("error");
});

it("numbers the trials of a case, of which clients leave out the first number", () => {
  const cases = [makeCase("a", 1), { ...makeCase("a", 1), trial: 1 }];
  const trialsOf = (of: ExperimentRun): unknown[] =>
    finish(toRunResult(of, cases, "average")).datapoints.map(({ trial }) => trial);
  expect(trialsOf({ ...run, configuration: { trials: 2 } })).toEqual([0, 1]);
  expect(trialsOf(run)).toEqual([null, 1]);
});

it("says of each case which metrics came to no value, and why", () => {
  const good = makeCase("a", 1);
  const [score] = good.scores;
  if (score === undefined) throw new Error("Expected a score.");
  const broken = { ...score, state: "error", value: null, explanation: "401" } as const;
  const [one, other] = finish(
    toRunResult(run, [{ ...good, scores: [broken] }, good], "average"),
  ).datapoints;
  expect(one).toMatchObject({
    metrics: [],
    unscored: [{ name: "exact", event_name: "answer", state: "error", explanation: "401" }],
  });
  expect(other).toMatchObject({ unscored: [] });
});

it("counts text among numbers as not scorable, and text alone as what it is", () => {
  const labelled = (id: string): RunCase => {
    const one = makeCase(id, 0);
    return { ...one, scores: one.scores.map((score) => ({ ...score, value: "label" })) };
  };
  const countsOf = (cases: readonly RunCase[]): unknown =>
    finish(toRunResult(run, cases, "average")).metrics.details.map(
      ({ aggregate, counted, not_scorable, total }) => [aggregate, counted, not_scorable, total],
    );
  expect(countsOf([makeCase("a", 1), labelled("b"), labelled("c")])).toEqual([[1, 1, 2, 3]]);
  expect(countsOf([labelled("b"), labelled("c")])).toEqual([[null, 2, 0, 2]]);
});

function makeCase(datapointId: string, value: number): RunCase {
  return {
    id: datapointId,
    datapointId,
    wireId: datapointId,
    contentHash: null,
    trial: null,
    sessionId: `session of ${datapointId}`,
    root: { duration: 1, inputs: {}, outputs: {} } as Event,
    outcome: "passed",
    error: null,
    groundTruth: undefined,
    usage: undefined,
    isCached: false,
    metadata: {},
    scores: [
      {
        key: "exact of answer",
        name: "exact",
        eventName: "answer",
        eventType: "chain",
        isOfCase: true,
        state: "scored",
        value,
        explanation: undefined,
      },
    ],
  };
}
