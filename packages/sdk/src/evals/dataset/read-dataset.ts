import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

import {
  DatasetFileError,
  datasetFileFormat,
  readDatasetFile,
  type LocatedRow,
} from "@honeyhive/contract";

import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import { describeError } from "../../lib/describe-error.js";
import type { FileUrl } from "../types/datapoint.js";
import { isThenable } from "../../lib/is-thenable.js";

/** Arrays and files end; of what else yields rows, nobody could wait for more or hold them. */
const maxYieldedRows = 1_000_000;

export interface Reading {
  /** Nothing more is read once it aborts. Arrays are there. */
  readonly signal?: AbortSignal | undefined;
  /** Told once, when reading takes long, how many rows there are so far. */
  readonly onSlow?: ((rows: number) => void) | undefined;
  readonly slowAfterMs?: number | undefined;
}

/**
 * Reads a dataset to its end: an iterable, an async one, a function that gives one, or the path of a file. Files are
 * read as streams, and so is what their rows are made of.
 *
 * @throws {HoneyHiveError} `INVALID_DATASET`, naming the file and the line, or the row; `CANCELLED`
 */
export async function readDataset(
  dataset: unknown,
  { signal: given, onSlow, slowAfterMs = 10_000 }: Reading = {},
): Promise<LocatedRow[]> {
  const signal = Array.isArray(dataset) ? undefined : given;
  const rows: LocatedRow[] = [];
  const stop = new AbortController();
  let isSlow = false;
  // Repeated, and so it also keeps a process alive whose source has nothing that does.
  const timer = setInterval(() => {
    if (!isSlow) onSlow?.(rows.length);
    isSlow = true;
  }, slowAfterMs);
  try {
    // What hangs is left behind.
    await Promise.race([
      readInto(rows, dataset, signal),
      ...(signal === undefined ? [] : [untilAborted(signal, stop.signal)]),
    ]);
  } finally {
    clearInterval(timer);
    stop.abort();
  }
  if (signal?.aborted !== true) return rows;
  throw new HoneyHiveError(
    "CANCELLED",
    `The evaluation was cancelled while its dataset was read (rows so far: ${rows.length}). No case has run.`,
  );
}

function untilAborted(signal: AbortSignal, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true, signal: stop });
  });
}

async function readInto(
  rows: LocatedRow[],
  dataset: unknown,
  signal: AbortSignal | undefined,
): Promise<void> {
  const path = pathOf(dataset);
  if (path !== undefined) {
    for await (const row of readFile(path)) {
      if (signal?.aborted === true) return;
      rows.push(row);
    }
    return;
  }
  const source: unknown = typeof dataset === "function" ? await callSource(dataset) : dataset;
  if (!isIterable(source)) {
    throw new HoneyHiveError(
      "INVALID_DATASET",
      "Expected `dataset` to be an array or another iterable of { inputs, groundTruth }, a function that returns one, " +
        "or the path or URL of a .csv, .tsv, .jsonl or .json file, " +
        `got ${isThenable(source) ? "a promise. Await it" : describeValue(source)}.`,
    );
  }
  await locateAll(rows, source, signal);
}

/** Of a file, by its path or its URL. */
function pathOf(dataset: unknown): string | undefined {
  if (typeof dataset === "string") return dataset;
  if (!isFileUrl(dataset)) return undefined;
  if (dataset.protocol === "file:") return fileURLToPath(dataset.href);
  throw new HoneyHiveError(
    "INVALID_DATASET",
    `Expected \`dataset\` to be the URL of a file, such as new URL("./cases.csv", import.meta.url), got ${dataset.href}. ` +
      "Fetch its rows, and pass a function that gives them.",
  );
}

/** Simulated browsers of tests have a `URL` of their own. */
function isFileUrl(value: unknown): value is FileUrl {
  return (
    typeof value === "object" &&
    value !== null &&
    "protocol" in value &&
    "href" in value &&
    typeof value.href === "string"
  );
}

async function callSource(source: CallableFunction): Promise<unknown> {
  try {
    return await (source as () => unknown)();
  } catch (error) {
    throw unreadable("`dataset`", error);
  }
}

async function locateAll(
  rows: LocatedRow[],
  source: Iterable<unknown> | AsyncIterable<unknown>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const place = (): string => `row ${rows.length + 1} of \`dataset\``;
  const take = (row: unknown): boolean => {
    if (signal?.aborted === true) return false;
    if (rows.length === maxYieldedRows && !Array.isArray(source)) rejectEndless();
    rows.push({ row, place: place() });
    return true;
  };
  try {
    if (Symbol.asyncIterator in source) {
      for await (const row of source) if (!take(row)) return;
    } else {
      for (const row of source) if (!take(isThenable(row) ? await row : row)) return;
    }
  } catch (error) {
    throw unreadable(place(), error);
  }
}

function rejectEndless(): never {
  throw new HoneyHiveError(
    "INVALID_DATASET",
    `Expected \`dataset\` to end, got ${maxYieldedRows} rows and more to come. All rows are read before the first case ` +
      "starts, because the run names them: let the generator return after as many as you want to run, or write them to a file.",
  );
}

async function* readFile(path: string): AsyncGenerator<LocatedRow> {
  const format = datasetFileFormat(path);
  if (format === undefined) {
    throw new HoneyHiveError(
      "INVALID_DATASET",
      `Expected the path of \`dataset\` to end in .csv, .tsv, .jsonl, .ndjson or .json, got "${path}".`,
    );
  }
  const chunks = createReadStream(path);
  try {
    yield* readDatasetFile({ fileName: basename(path), format, chunks });
  } catch (error) {
    if (error instanceof DatasetFileError) {
      const { message, cause } = error;
      throw new HoneyHiveError("INVALID_DATASET", message, cause === undefined ? {} : { cause });
    }
    throw unreadable(
      `\`dataset\` "${path}"`,
      error,
      ` Check the path, which is taken from ${process.cwd()}; new URL("./cases.csv", import.meta.url) is beside the code.`,
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
