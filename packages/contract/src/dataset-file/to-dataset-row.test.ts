import { expect, test } from "vitest";

import { toDatasetRow } from "./to-dataset-row.js";

const read = (row: unknown): ReturnType<typeof toDatasetRow> =>
  toDatasetRow({ row, place: "line 3 of cases.jsonl" });

test("takes every spelling of id and ground truth, and null as a value", () => {
  expect(read({ datapoint_id: "a", inputs: {}, ground_truths: 1, note: 2 })).toEqual({
    id: "a",
    inputs: {},
    groundTruth: 1,
  });
  expect(read({ id: null, inputs: {}, groundTruth: null })).toEqual({
    inputs: {},
    groundTruth: null,
  });
  expect(Object.keys(read({ inputs: {} }))).not.toContain("groundTruth");
});

test.each([
  [[1], "Expected line 3 of cases.jsonl to be { inputs: {…}, groundTruth? }, got [1]."],
  [{ inputs: "q" }, 'groundTruth? }, got `inputs` being "q".'],
  [{}, "got an object with nothing. Put what the function gets into `inputs`."],
  [
    { id: 5, inputs: {} },
    "Expected `id` of line 3 of cases.jsonl to be a text that is not empty, got 5.",
  ],
])("says what %j holds", (row, message) => {
  expect(() => read(row)).toThrow(message);
});
