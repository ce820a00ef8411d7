import { expect, test } from "vitest";

import type { Datapoint } from "../dataset.js";
import { datapointToRow, rowToDatapoint, type DatasetRow } from "../dataset-row.js";
import { planPush, type PlannedRow } from "./plan-push.js";

const told: DatasetRow = { inputs: { q: "a" }, metadata: { lang: "de", level: 3, note: null } };

test.each<[string, DatasetRow["metadata"], PlannedRow["kind"]]>([
  ["says the same in another order", { note: null, level: 3, lang: "de" }, "unchanged"],
  ["says nothing of it", undefined, "unchanged"],
  ["says another value", { lang: "de", level: 4, note: null }, "changed"],
  ["lacks a key", { lang: "de", note: null }, "changed"],
  ["has an empty one", {}, "changed"],
])("a row whose metadata %s", (_, metadata, kind) => {
  expect(plan([{ inputs: { q: "a" }, metadata }], { isText: false })).toMatchObject([{ kind }]);
});

test("cells of a table that say what a datapoint's metadata says are no change, and keep its types in one", () => {
  const same = { inputs: { q: "a" }, metadata: { lang: "de", level: "3" } };
  expect(plan([same], { isText: true })).toMatchObject([{ kind: "unchanged" }]);
  const other = { inputs: { q: "a" }, metadata: { lang: "fr", level: "3" } };
  expect(plan([other], { isText: true })).toMatchObject([
    { kind: "changed", row: { metadata: { lang: "fr", level: 3 } } },
  ]);
});

test("a row is found whatever its metadata says, as that is not what it is", () => {
  const [only] = plan([{ inputs: { q: "a" }, metadata: { lang: "it" } }], { isText: false });
  expect(only).toMatchObject({ kind: "changed", datapoint: { id: "one" } });
});

function plan(
  rows: readonly DatasetRow[],
  { isText }: { readonly isText: boolean },
): readonly PlannedRow[] {
  return planPush({ rows, datapoints: [toDatapoint(told)], isText }).rows;
}

function toDatapoint(row: DatasetRow): Datapoint {
  const { inputs = {}, ground_truth = null, metadata = null } = rowToDatapoint(row);
  expect(datapointToRow({ inputs, metadata })).toMatchObject(row);
  return {
    id: "one",
    _id: "one",
    project_id: "p",
    inputs,
    history: [],
    ground_truth,
    metadata,
    linked_event: null,
    linked_datasets: [],
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
  };
}
