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

test("takes metadata, and null for none", () => {
  const tagged = { inputs: {}, metadata: { tags: ["a"] } };
  expect(read(tagged)).toEqual(tagged);
  expect(Object.keys(read({ inputs: {}, metadata: null }))).not.toContain("metadata");
});

test.each([
  [[1], "Expected line 3 of cases.jsonl to be { inputs: {…}, groundTruth? }, got [1]."],
  [{ inputs: "q" }, 'groundTruth? }, got `inputs` being "q".'],
  [{}, "got an object with nothing. Put what the function gets into `inputs`."],
  [
    { id: 5, inputs: {} },
    "Expected `id` of line 3 of cases.jsonl to be a text that is not empty, got 5.",
  ],
  [
    { inputs: {}, metadata: ["a"] },
    'Expected line 3 of cases.jsonl to have an object as `metadata`, such as { "lang": "de" }, got ["a"].',
  ],
  [
    { inputs: {}, metadata: { row_id: 5 } },
    'to have `metadata` without `row_id`, which datasets use themselves, got {"row_id":5}. Rename it.',
  ],
])("says what %j holds", (row, message) => {
  expect(() => read(row)).toThrow(message);
});
