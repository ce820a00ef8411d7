import { createReadStream } from "node:fs";
import { basename, extname } from "node:path";

import { describeValue, HoneyHiveError } from "../../errors.js";
import { describeError } from "../../wrap/record-error.js";
import { isThenable } from "../../wrap/is-thenable.js";
import { failAt, type LocatedRow } from "./located-row.js";
import { readCsv } from "./read-csv.js";
import { readJsonArray } from "./read-json-array.js";
import { readJsonLines } from "./read-json-lines.js";

/**
 * Reads a dataset to its end: an iterable, an async one, a function that gives one, or the path of a file. Files are
 * read as streams, and so is what their rows are made of.
 *
 * @throws {HoneyHiveError} `INVALID_DATASET`, naming the file and the line, or the row
 */
export async function readDataset(dataset: unknown): Promise<LocatedRow[]> {
  if (typeof dataset === "string") return collect(readFile(dataset));
  const source: unknown = typeof dataset === "function" ? await callSource(dataset) : dataset;
  if (!isIterable(source)) {
    throw new HoneyHiveError(
      "INVALID_DATASET",
      "Expected `dataset` to be an array or another iterable of { inputs, groundTruth }, a function that returns one, " +
        `or the path of a .csv, .tsv, .jsonl or .json file, got ${describeValue(source)}.`,
    );
  }
  return locateAll(source);
}

async function callSource(source: CallableFunction): Promise<unknown> {
  try {
    return await (source as () => unknown)();
  } catch (error) {
    throw unreadable("`dataset`", error);
  }
}

async function collect(rows: AsyncIterable<LocatedRow>): Promise<LocatedRow[]> {
  const collected: LocatedRow[] = [];
  for await (const row of rows) collected.push(row);
  return collected;
}

async function locateAll(
  source: Iterable<unknown> | AsyncIterable<unknown>,
): Promise<LocatedRow[]> {
  const rows: LocatedRow[] = [];
  const place = (): string => `row ${rows.length} of \`dataset\``;
  try {
    if (Symbol.asyncIterator in source) {
      for await (const row of source) rows.push({ row, place: place() });
    } else {
      for (const row of source) {
        rows.push({ row: isThenable(row) ? await row : row, place: place() });
      }
    }
  } catch (error) {
    throw unreadable(place(), error);
  }
  return rows;
}

function readFile(path: string): AsyncIterable<LocatedRow> {
  const fileName = basename(path);
  const chunks = readText(path);
  switch (extname(path).toLowerCase()) {
    case ".csv":
      return readCsv(chunks, { delimiter: ",", fileName });
    case ".tsv":
      return readCsv(chunks, { delimiter: "\t", fileName });
    case ".jsonl":
    case ".ndjson":
      return readJsonLines(chunks, fileName);
    case ".json":
      return readJsonArray(chunks, fileName);
    default:
      throw new HoneyHiveError(
        "INVALID_DATASET",
        `Expected the path of \`dataset\` to end in .csv, .tsv, .jsonl, .ndjson or .json, got "${path}".`,
      );
  }
}

async function* readText(path: string): AsyncGenerator<string> {
  const stream = createReadStream(path, { encoding: "utf8" });
  let isFirst = true;
  try {
    for await (const chunk of stream as AsyncIterable<string>) {
      if (isFirst && chunk.includes("\0")) {
        failAt(basename(path), "to be text in UTF-8, got UTF-16 or no text. Save it as UTF-8.");
      }
      yield isFirst && chunk.startsWith("\uFEFF") ? chunk.slice(1) : chunk;
      isFirst = false;
    }
  } catch (error) {
    throw unreadable(
      `\`dataset\` "${path}"`,
      error,
      ` Check the path, which is taken from ${process.cwd()}.`,
    );
  }
}

function unreadable(what: string, error: unknown, advice = ""): HoneyHiveError {
  if (error instanceof HoneyHiveError) return error;
  return new HoneyHiveError(
    "INVALID_DATASET",
    `Expected to read ${what}, got ${describeError(error).name}: ${describeError(error).message}.${advice}`,
    { cause: error },
  );
}

function isIterable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    (Symbol.iterator in value || Symbol.asyncIterator in value)
  );
}
