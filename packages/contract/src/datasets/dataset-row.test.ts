import { expect, it } from "vitest";

import { changeDatapoint, datapointToRow, rowToDatapoint, type DatasetRow } from "./dataset-row.js";

const history = [{ role: "user", content: "hi" }];

it.each<[string, DatasetRow]>([
  ["an object as ground truth", { inputs: { q: 1 }, groundTruth: { answer: "x" } }],
  ["a text as ground truth", { inputs: { q: 1 }, groundTruth: "x" }],
  ["a list as ground truth", { inputs: { q: 1 }, groundTruth: [1, null] }],
  ["null as ground truth", { inputs: { q: 1 }, groundTruth: null }],
  ["an object that looks wrapped", { inputs: {}, groundTruth: { ground_truth: "x" } }],
  ["no ground truth", { inputs: { q: { deep: [1] } } }],
  ["metadata", { inputs: {}, groundTruth: "x", metadata: { lang: "de", tags: ["a"] } }],
])("comes back as it was: %s", (_, row) => {
  const { inputs, history: none, ground_truth, metadata } = rowToDatapoint(row);
  expect(none).toBeUndefined();
  expect(
    datapointToRow({
      inputs: inputs ?? {},
      ground_truth: ground_truth ?? null,
      metadata: metadata ?? null,
    }),
  ).toEqual({ ...row, rowId: undefined });
});

it("keeps the row's own id", () => {
  const { metadata } = rowToDatapoint({ id: "mine", inputs: {} });
  expect(datapointToRow({ inputs: {}, metadata: metadata ?? null }).rowId).toBe("mine");
});

it("keeps the row's id beside its metadata, and each apart from the other", () => {
  const { metadata = null } = rowToDatapoint({ id: "mine", inputs: {}, metadata: { lang: "de" } });
  expect(metadata).toEqual({ row_id: "mine", lang: "de" });
  expect(datapointToRow({ inputs: {}, metadata })).toEqual({
    rowId: "mine",
    inputs: {},
    metadata: { lang: "de" },
  });
});

it("changes a datapoint's metadata to what the row says, and leaves it where the row says nothing", () => {
  const datapoint = { metadata: { row_id: "old", ground_truth_is_value: true, lang: "de" } };
  const change = (row: Partial<DatasetRow>): unknown =>
    changeDatapoint(datapoint, { id: "new", inputs: {}, ...row }).metadata;
  expect(change({})).toEqual({ row_id: "new", lang: "de" });
  expect(change({ metadata: { source: "mail" } })).toEqual({ row_id: "new", source: "mail" });
  expect(change({ metadata: {} })).toEqual({ row_id: "new" });
});

it("makes an input of the history, unless there is one", () => {
  expect(datapointToRow({ inputs: { q: 1 }, history }).inputs).toEqual({
    q: 1,
    chat_history: history,
  });
  expect(datapointToRow({ inputs: { chat_history: 2 }, history }).inputs).toEqual({
    chat_history: 2,
  });
});
