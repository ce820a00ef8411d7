import { planPush, type Datapoint } from "@honeyhive/contract";
import { describe, expect, test } from "vitest";

import { toCsvFile, toJsonFile } from "../../../lib/files/table-file.js";
import { datapointFields, selectDatapoints, toDatapointRows } from "./datapoint-row.js";
import { readImport } from "./read-import.js";

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

describe.each([
  ["saved.json", toJsonFile],
  ["saved.csv", toCsvFile],
])("%s", (name, toFile) => {
  const save = (stored: readonly Datapoint[]): ReturnType<typeof readImport> => {
    const rows = toDatapointRows(stored);
    return readImport(new File([toFile(rows, datapointFields(rows)).text], name));
  };
  const byKey = makeDatapoint("one", { question: "Where is Lima?" }, { answer: "Peru" });
  const without = makeDatapoint("two", { question: "Where is Atlantis?" }, null);
  const whole: Datapoint = {
    ...makeDatapoint("three", { question: "And?" }, { ground_truth: "Oslo" }),
    history: [{ role: "user", content: "Where is the king?" }],
    metadata: { ground_truth_is_value: true },
  };
  const keys = Array.from({ length: 60 }, (_, n) => [`key${n}`, n] as const);
  const tagged: Datapoint = {
    ...makeDatapoint("four", { question: "Tagged?" }, { answer: "Yes" }),
    metadata: { row_id: "4", lang: "de", ...Object.fromEntries(keys) },
  };

  test.each([
    ["by key", [byKey, without]],
    ["as a whole", [whole, without]],
    ["by key, and metadata", [tagged, without]],
  ])("changes nothing when it is imported again, with ground truth %s", async (_, stored) => {
    const { rows, isText, problems } = await save(stored);
    expect(problems).toEqual([]);
    const plan = planPush({ rows, datapoints: stored, isText });
    expect(plan.rows.map(({ kind }) => kind)).toEqual(["unchanged", "unchanged"]);
  });

  test("can be read where ground truth is of both kinds", async () => {
    expect((await save([byKey, whole])).problems).toEqual([]);
  });
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
