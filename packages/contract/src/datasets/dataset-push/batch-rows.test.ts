import { expect, test } from "vitest";

import type { AddDatapointsRequest } from "../dataset.js";
import type { DatasetRow } from "../dataset-row.js";
import { batchRows } from "./batch-rows.js";

const asTables = { areWhole: false };

const toRows = (count: number, make: (n: number) => DatasetRow): { readonly row: DatasetRow }[] =>
  Array.from({ length: count }, (_, n) => ({ row: make(n) }));

const rowsOf = (request: AddDatapointsRequest | undefined): readonly unknown[] =>
  request === undefined ? [] : "data" in request ? request.data : request.datapoints;

test("thousands of rows are a few requests, and rows without ground truth have their own", () => {
  const rows = toRows(1000, (n) => ({
    id: `row ${n}`,
    inputs: { n },
    ...(n % 2 === 0 ? { groundTruth: { answer: n } } : {}),
  }));
  const { batches, alone } = batchRows(rows, asTables);
  expect(
    batches.map(({ request }) => [rowsOf(request).length, "mapping" in request && request.mapping]),
  ).toEqual([
    [200, { inputs: ["n"], ground_truth: ["answer"], history: [] }],
    [200, { inputs: ["n"], ground_truth: [], history: [] }],
    [200, { inputs: ["n"], ground_truth: ["answer"], history: [] }],
    [200, { inputs: ["n"], ground_truth: [], history: [] }],
    [100, { inputs: ["n"], ground_truth: ["answer"], history: [] }],
    [100, { inputs: ["n"], ground_truth: [], history: [] }],
  ]);
  expect(rowsOf(batches[0]?.request)[1]).toEqual({ n: 2, answer: 2, row_id: "row 2" });
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
  const { batches, alone } = batchRows(rows, asTables);
  expect(batches.map(({ rows: own }) => own)).toEqual([[rows[0]], [rows[1]]]);
  expect(alone).toEqual(rows.slice(2));
});

test("long rows share a request only as far as it stays short", () => {
  const rows = toRows(5, () => ({ inputs: { text: "x".repeat(200_000) } }));
  expect(batchRows(rows, asTables).batches.map((batch) => batch.rows.length)).toEqual([2, 2, 1]);
});

test("rows of every kind travel whole, in their order, where the server takes them", () => {
  const rows = toRows(450, (n) => ({
    inputs: { text: n },
    ...[{}, { groundTruth: { text: n } }, { groundTruth: {} }, { groundTruth: `${n}` }][n % 4],
  }));
  const { batches, alone } = batchRows(rows, { areWhole: true });
  expect(batches.map(({ request }) => rowsOf(request).length)).toEqual([200, 200, 50]);
  expect(batches.flatMap((batch) => batch.rows)).toEqual(rows);
  expect(rowsOf(batches[0]?.request)[1]).toEqual({
    inputs: { text: 1 },
    ground_truth: { text: 1 },
    metadata: {},
  });
  expect(alone).toEqual([]);
  const long = toRows(5, () => ({ inputs: { text: "x".repeat(200_000) } }));
  const longBatches = batchRows(long, { areWhole: true }).batches;
  expect(longBatches.map((batch) => batch.rows.length)).toEqual([2, 2, 1]);
});
