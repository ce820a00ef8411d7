import { expect, test } from "vitest";

import { makeResult } from "../../testing/make-result.js";
import { toCaseRows } from "./case-row.js";
import { selectCases } from "./select-cases.js";
import { shownCases } from "./shown-cases.js";

const trialOf = (datapoint: string | null, trial: number | null, outcome: string) =>
  makeResult({
    datapoint_id: datapoint,
    session_id: `${datapoint} ${trial}`,
    trial,
    outcome,
    passed: outcome === "passed",
  });

// As they started, several at a time.
const rows = toCaseRows({
  datapoints: [
    trialOf("a", 0, "passed"),
    trialOf("b", 0, "failed"),
    trialOf("a", 2, "errored"),
    trialOf("b", 1, "failed"),
    trialOf("a", 1, "passed"),
  ],
});

test("puts the trials of a case together, in their order, under one number", () => {
  expect(rows.map(({ key, position, trial }) => [key, position, trial])).toEqual([
    ["a 0", 1, 1],
    ["a 1", 1, 2],
    ["a 2", 1, 3],
    ["b 0", 2, 1],
    ["b 1", 2, 2],
  ]);
});

test("tells each trial how the others of its case ended", () => {
  expect(rows[1]?.trials).toEqual([
    { number: 1, sessionId: "a 0", outcome: "passed" },
    { number: 2, sessionId: "a 1", outcome: "passed" },
    { number: 3, sessionId: "a 2", outcome: "errored" },
  ]);
});

test("keeps the cases that are flaky", () => {
  const flaky = shownCases(rows, { trials: "flaky" });
  expect(flaky.map(({ key }) => key)).toEqual(["a 0", "a 1", "a 2"]);
});

test("sorts by the number of the trial", () => {
  const sorted = selectCases(rows, {}, { columnId: "trial", direction: "asc" });
  expect(sorted.map(({ key }) => key)).toEqual(["a 0", "b 0", "a 1", "b 1", "a 2"]);
});

test("leaves cases that are run once as they are, also where two share an id", () => {
  const once = toCaseRows({
    datapoints: [
      trialOf("a", null, "passed"),
      trialOf("b", null, "passed"),
      trialOf("a", null, ""),
    ],
  });
  expect(once.map(({ position, trials }) => [position, trials])).toEqual([
    [1, []],
    [2, []],
    [3, []],
  ]);
});
