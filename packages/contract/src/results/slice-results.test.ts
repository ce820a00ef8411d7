import { expect, test } from "vitest";

import type { DatapointResult } from "../runs/run.js";
import { sliceResults } from "./slice-results.js";

const datapoints = [
  makeResult("a", "de", 0),
  makeResult("a", "de", 1),
  makeResult("b", "de", 1),
  makeResult("c", "fr", "label"),
  makeResult("d", undefined, true),
];

test("sums up each slice, over its cases first, and says of how many trials", () => {
  const slices = sliceResults(datapoints, "lang", {
    aggregation: "average",
    metricOf: ({ name, event_name }) => `${name} of ${event_name}`,
  });
  const score = (aggregate: number, counted: number): unknown =>
    new Map([["score of run", { aggregate, counted }]]);
  expect(slices).toEqual([
    { value: "de", total: 3, passed: 2, scores: score(0.75, 3) },
    { value: "fr", total: 1, passed: 1, scores: new Map() },
    { value: undefined, total: 1, passed: 1, scores: score(1, 1) },
  ]);
});

function makeResult(
  id: string,
  lang: string | undefined,
  value: number | boolean | string,
): DatapointResult {
  const metric = { name: "score", event_name: "run", event_type: "session", passed: true };
  return {
    datapoint_id: id,
    session_id: `${id} ${String(value)}`,
    passed: value !== 0,
    metrics: [{ ...metric, value }],
    outcome: null,
    error: null,
    duration: 1,
    ...(lang === undefined ? {} : { metadata: { lang } }),
    inputs: {},
    outputs: {},
    ground_truth: null,
  };
}
