import { expect, test } from "vitest";

import { makeComparison, makeResult, scoreKey } from "../../../testing/make-result.js";
import { toCompareRows } from "./compare-rows.js";
import { compareSlices } from "./compare-slices.js";

const de = { metadata: { lang: "de" } };
const fr = { metadata: { lang: "fr" } };

test("sums up how far the pairs of each slice moved, each case once, without what is not compared", () => {
  const rows = toCompareRows(
    {
      datapoints: [
        makeResult({ datapoint_id: "a", score: 1, trial: 0, ...de }),
        makeResult({ datapoint_id: "a", score: 1, trial: 1, ...de }),
        makeResult({ datapoint_id: "b", score: 0, trial: 0, ...de }),
        makeResult({ datapoint_id: "edited", score: 1, content_hash: "new", ...de }),
        makeResult({ datapoint_id: "added", score: 1, ...fr }),
        makeResult({ datapoint_id: "c", ...fr }),
      ],
    },
    {
      datapoints: [
        makeResult({ datapoint_id: "a", score: 0, trial: 0 }),
        makeResult({ datapoint_id: "a", score: 1, trial: 1 }),
        makeResult({ datapoint_id: "b", score: 1, trial: 0 }),
        makeResult({ datapoint_id: "edited", score: 0, content_hash: "old" }),
        makeResult({ datapoint_id: "c", score: 1 }),
        makeResult({ datapoint_id: "gone", score: 1 }),
      ],
    },
    [makeComparison({ improved: ["a"], degraded: ["b"] })],
  );
  const move = (difference: number | null, improved: number, degraded: number): unknown =>
    new Map([[scoreKey, { difference, improved, degraded }]]);
  expect(compareSlices(rows, "lang", [scoreKey])).toEqual([
    { value: "de", pairs: 2, moves: move(-0.25, 1, 1) },
    { value: "fr", pairs: 1, moves: move(null, 0, 0) },
    { value: undefined, pairs: 0, moves: move(null, 0, 0) },
  ]);
});
