import { closeSync, existsSync, openSync, readFileSync, readSync, readdirSync } from "node:fs";
import { dirname, join, sep } from "node:path";

import type { RunStatus } from "@honeyhive/contract";

import { describeValue, HoneyHiveError } from "../../lib/errors.js";
import { describeError } from "../../lib/describe-error.js";
import type { CaseResult } from "../types/case-result.js";
import { isUnfinished } from "./is-unfinished.js";
import {
  journalVersion,
  keyOfCase,
  type JournalCost,
  type JournalEnd,
  type JournalHeader,
  type JournalResults,
} from "./journal-lines.js";

const maxHeaderBytes = 64 * 1024;

export interface RecordedRun {
  readonly path: string;
  readonly header: JournalHeader;
  /** How the run ended; undefined for one that was cut off. */
  readonly status: RunStatus | undefined;
  /** By `keyOfCase`; only of cases that came to an end of their own. */
  readonly cases: ReadonlyMap<string, CaseResult>;
  /** Those that are to be run again: they were skipped or cut off when the run stopped. */
  readonly unfinished: readonly CaseResult[];
  /** US dollars that no case has: they were reported too late, or for what was run again since. */
  readonly lateCost: number;
  /** What it came to as a whole; undefined for one that was cut off before. */
  readonly results: JournalResults | undefined;
  /** Up to the end of the last whole case, or late cost: a killed process may have left a part of one. */
  readonly sizeBytes: number;
}

/** Where the journal of a run is, by its id or its path. */
export function journalPath(run: string, directory: string): string {
  const isPath = run.includes(sep) || run.endsWith(".ndjson");
  return isPath ? run : join(directory, `${run}.ndjson`);
}

/** @throws {HoneyHiveError} when there is no such journal, or it is none */
export function readJournal(path: string): RecordedRun {
  const [first, ...rest] = readLines(path);
  const header: unknown = first === undefined ? undefined : parseLine(first);
  checkVersion(path, header);
  if (!isHeader(header)) {
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected ${path} to be the journal of a run, got ${describeValue(header)} as its first line.`,
    );
  }
  const cases = new Map<string, CaseResult>();
  const unfinished = new Map<string, CaseResult>();
  let status: RunStatus | undefined;
  let results: JournalResults | undefined;
  let lateCost = 0;
  let position = Buffer.byteLength(first ?? "") + 1;
  let sizeBytes = position;
  for (const line of rest) {
    position += Buffer.byteLength(line) + 1;
    const result = parseLine(line);
    if (isOfKind<JournalEnd>(result, "end")) status = result.status;
    if (isOfKind<JournalResults>(result, "results")) results = result;
    if (isOfKind<JournalCost>(result, "cost")) {
      lateCost += result.usd;
      sizeBytes = position;
    }
    // A line that is damaged costs its own case.
    if (!isResult(result)) continue;
    sizeBytes = position;
    const key = keyOfCase(result.datapointId, result.trial);
    const [own, other] = isUnfinished(result) ? [unfinished, cases] : [cases, unfinished];
    // Spent all the same.
    lateCost += (own.get(key) ?? other.get(key))?.cost ?? 0;
    other.delete(key);
    own.set(key, result);
  }
  return {
    path,
    header,
    status,
    cases,
    unfinished: [...unfinished.values()],
    lateCost,
    results,
    sizeBytes,
  };
}

/** Of what a later version has written, this one would take a part for the whole, and cut off what it does not know. */
function checkVersion(path: string, header: unknown): void {
  if (typeof header !== "object" || header === null || !("version" in header)) return;
  const { version } = header;
  if (typeof version !== "number" || version <= journalVersion) return;
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected ${path} to be a journal of version ${journalVersion}, got version ${version}, of a newer \`honeyhive\`. ` +
      "Update `honeyhive` (`npm install honeyhive@latest`), or go on with what wrote it.",
  );
}

/** What a journal says about its run, without reading the rest; undefined for what is none. */
export function readHeader(path: string): JournalHeader | undefined {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(maxHeaderBytes);
    const [line = ""] = bytes.toString("utf8", 0, readSync(file, bytes)).split("\n");
    const header = parseLine(line);
    return isHeader(header) ? header : undefined;
  } finally {
    closeSync(file);
  }
}

/** Of all journals in a directory, the latest run first. */
export function readHeaders(directory: string): JournalHeader[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith(".ndjson"))
    .flatMap((name) => readHeader(join(directory, name)) ?? [])
    .toSorted((left, right) => (right.startedAt ?? "").localeCompare(left.startedAt ?? ""));
}

/** Only whole lines: the last one may have been cut off. */
function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n").slice(0, -1);
  } catch (error) {
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected a run that has a journal, or the path of one, got ${path}, which cannot be read ` +
        `(${describeError(error).message}). \`ls ${dirname(path)}\` shows those that there are.`,
      { cause: error },
    );
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Not JSON: the caller says what that means.
    return undefined;
  }
}

function isHeader(value: unknown): value is JournalHeader {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    value.kind === "run" &&
    "runId" in value &&
    "version" in value &&
    value.version === journalVersion
  );
}

/** What has the kind was written whole, by this version. */
function isOfKind<Line extends { readonly kind: string }>(
  value: unknown,
  kind: Line["kind"],
): value is Line {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === kind;
}

function isResult(value: unknown): value is CaseResult {
  return (
    typeof value === "object" && value !== null && "outcome" in value && "datapointId" in value
  );
}
