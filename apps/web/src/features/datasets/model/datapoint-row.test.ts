import type { Datapoint } from "@honeyhive/contract";
import { expect, test } from "vitest";

import { selectDatapoints, toDatapointRows } from "./datapoint-row.js";

const rows = toDatapointRows([
  makeDatapoint("one", { question: "Where is Lima?" }, { answer: "Peru" }),
  makeDatapoint("two", { question: "Where is Oslo?" }, null),
]);

test("finds text in inputs, ground truth and ids without regard to case", () => {
  const found = (text: string): readonly string[] =>
    selectDatapoints(rows, text).map(({ datapoint }) => datapoint.id);
  expect(found("oslo")).toEqual(["two"]);
  expect(found("PERU")).toEqual(["one"]);
  expect(found("two")).toEqual(["two"]);
  expect(found("Rome")).toEqual([]);
});

test("keeps the order of the dataset and numbers from one", () => {
  expect(selectDatapoints(rows).map(({ position }) => position)).toEqual([1, 2]);
});

function makeDatapoint(
  id: string,
  inputs: Datapoint["inputs"],
  groundTruth: Datapoint["ground_truth"],
): Datapoint {
  return {
    id,
    _id: id,
    project_id: "p",
    inputs,
    history: [],
    ground_truth: groundTruth,
    metadata: null,
    linked_event: null,
    linked_datasets: [],
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
  };
}
