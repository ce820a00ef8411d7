import type { DatasetRow } from "@honeyhive/contract";

import { CliError } from "../cli-error.js";
import { isObject } from "./cell-text.js";

/** The rows of a file, in the form that evaluate() takes. */
export async function readRows(file: string): Promise<DatasetRow[]> {
  const { HoneyHiveError, loadDataset } = await import("honeyhive");
  const given = await loadDataset<{ readonly inputs: DatasetRow["inputs"] }>(file).catch(
    (error: unknown) => {
      if (error instanceof HoneyHiveError) throw new CliError(error.message);
      throw error;
    },
  );
  // Taken for the whole dataset, an empty file would take everything out of it.
  if (given.length === 0)
    throw new CliError(`Expected ${file} to hold at least one row, got none.`);
  const seen = new Set<string>();
  const rows = given.map((row: unknown, index) => toRow(row, `row ${index + 1} of ${file}`));
  for (const { id } of rows) {
    if (id === undefined) continue;
    if (seen.has(id))
      throw new CliError(
        `Expected each row of ${file} to have an id of its own, got "${id}" twice.`,
      );
    seen.add(id);
  }
  return rows;
}

function toRow(row: unknown, place: string): DatasetRow {
  if (!isObject(row) || !isObject(row["inputs"])) {
    throw new CliError(`Expected ${place} to be { inputs: {…}, groundTruth? }.`);
  }
  const id = row["id"] ?? row["datapoint_id"];
  if (id !== undefined && (typeof id !== "string" || id === "")) {
    throw new CliError(
      `Expected \`id\` of ${place} to be a text that is not empty. Omit it, or quote it.`,
    );
  }
  // As evaluate() reads it: null is a value, such as of a field that is not to be found.
  const groundTruth = ["groundTruth", "ground_truth", "ground_truths"]
    .map((name) => row[name])
    .find((value) => value !== undefined);
  return { id, inputs: row["inputs"], ...(groundTruth === undefined ? {} : { groundTruth }) };
}
