import { expect, test } from "vitest";

import type { DatasetRow } from "../dataset-row.js";
import { batchRows } from "./batch-rows.js";

const toRows = (count: number, make: (n: number) => DatasetRow): { readonly row: DatasetRow }[] =>
  Array.from({ length: count }, (_, n) => ({ row: make(n) }));

test("thousands of rows are a few requests, and rows without ground truth have their own", () => {
  const rows = toRows(1000, (n) => ({
    id: `row ${n}`,
    inputs: { n },
    ...(n % 2 === 0 ? { groundTruth: { answer: n } } : {}),
  }));
  const { batches, alone } = batchRows(rows);
  expect(batches.map(({ request }) => [request.data.length, request.mapping])).toEqual([
    [200, { inputs: ["n"], ground_truth: ["answer"], history: [] }],
    [200, { inputs: ["n"], ground_truth: [], history: [] }],
    [200, { inputs: ["n"], ground_truth: ["answer"], history: [] }],
    [200, { inputs: ["n"], ground_truth: [], history: [] }],
    [100, { inputs: ["n"], ground_truth: ["answer"], history: [] }],
    [100, { inputs: ["n"], ground_truth: [], history: [] }],
  ]);
  expect(batches[0]?.request.data[1]).toEqual({ n: 2, answer: 2, row_id: "row 2" });
  expect(alone).toEqual([]);
});

test("a column is one thing in a request, and a row of which it is two stands alone", () => {
  const rows: { readonly row: DatasetRow }[] = [
    { row: { inputs: { text: 1 }, groundTruth: { label: 1 } } },
    { row: { inputs: { label: 1 }, groundTruth: { text: 1 } } },
    { row: { inputs: { text: 1 }, groundTruth: { text: 1 } } },
    { row: { id: "1", inputs: { row_id: 1 } } },
    { row: { inputs: { text: 1 }, groundTruth: {} } },
  ];
  const { batches, alone } = batchRows(rows);
  expect(batches.map(({ rows: own }) => own)).toEqual([[rows[0]], [rows[1]]]);
  expect(alone).toEqual(rows.slice(2));
});

test("long rows share a request only as far as it stays short", () => {
  const rows = toRows(5, () => ({ inputs: { text: "x".repeat(200_000) } }));
  expect(batchRows(rows).batches.map((batch) => batch.rows.length)).toEqual([2, 2, 1]);
});
