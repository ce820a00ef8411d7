import { existsSync } from "node:fs";
import { resolve } from "node:path";

import {
  DatasetFileError,
  datasetFileFormat,
  toDatasetRow,
  type DatasetRow,
} from "@honeyhive/contract";

import { CliError } from "../cli-error.js";

/** The rows of a file, in the form that evaluate() takes. */
export async function readRows(file: string): Promise<DatasetRow[]> {
  checkFile(file);
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

function checkFile(file: string): void {
  if (datasetFileFormat(file) === undefined) {
    const message = `Expected a .csv, .tsv, .jsonl, .ndjson or .json file, got ${file}.`;
    throw new CliError(message);
  }
  if (existsSync(file)) return;
  const message = `Expected a file of rows, but there is no ${resolve(file)}.`;
  throw new CliError(message);
}

function toRow(row: unknown, place: string): DatasetRow {
  try {
    return toDatasetRow({ row, place });
  } catch (error) {
    if (error instanceof DatasetFileError) throw new CliError(error.message);
    throw error;
  }
}
