import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname, join, sep } from "node:path";

import { describeValue, HoneyHiveError } from "../../errors.js";
import type { Logger } from "../../logger.js";
import { describeError } from "../../wrap/record-error.js";
import type { CaseResult } from "../types.js";
import { caseToJson } from "./case-to-json.js";

export const defaultJournalDirectory = join(".honeyhive", "journal");

/** What a journal says about its run; a run is resumed only with the same. */
export interface JournalHeader {
  readonly kind: "run";
  readonly version: 1;
  readonly runId: string;
  readonly name: string;
  readonly datasetId: string;
  readonly trials: number;
  readonly evaluators: readonly string[];
  /** Which cases of the dataset ran; absent when all did. */
  readonly selection?: string | undefined;
}

export interface RecordedRun {
  readonly path: string;
  readonly header: JournalHeader;
  /** By `keyOfCase`; only of cases that came to an end of their own. */
  readonly cases: ReadonlyMap<string, CaseResult>;
  /** Up to the end of the last whole line: a killed process may have left a part of one. */
  readonly sizeBytes: number;
}

const maxWaitingCases = 256;
const maxWaitMs = 250;

/** Names a trial of a case within its run. */
export function keyOfCase(id: string, trial: number): string {
  return `${trial}:${id}`;
}

/**
 * The cases of a run as they end, one line each, appended after 256 cases or 250 ms: a killed run loses no more. Writing
 * is synchronous, so that this bound holds. A journal that cannot be written ends, with one warning; the run goes on.
 */
export class Journal {
  readonly path: string;
  private readonly logger: Pick<Logger, "warn">;
  private file: number | undefined;
  private hasFailed = false;
  private lines: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private appended = 0;

  constructor(path: string, logger: Pick<Logger, "warn">) {
    this.path = path;
    this.logger = logger;
  }

  /** False when a line could not be written. */
  get isWritten(): boolean {
    return !this.hasFailed;
  }

  /** Cases that were given to it. */
  get count(): number {
    return this.appended;
  }

  start(header: JournalHeader): void {
    this.guard(() => {
      mkdirSync(dirname(this.path), { recursive: true });
      this.file = openSync(this.path, "wx");
      this.writeLines([JSON.stringify(header)]);
    });
  }

  continue(recorded: RecordedRun): void {
    this.guard(() => {
      this.file = openSync(this.path, "r+");
      ftruncateSync(this.file, recorded.sizeBytes);
      closeSync(this.file);
      this.file = openSync(this.path, "a");
    });
  }

  append(result: CaseResult): void {
    this.appended++;
    if (this.file === undefined) return;
    this.lines.push(caseToJson(result));
    if (this.lines.length >= maxWaitingCases) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), maxWaitMs);
  }

  close(): void {
    this.flush();
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { lines } = this;
    this.lines = [];
    if (lines.length > 0) this.guard(() => this.writeLines(lines));
  }

  private writeLines(lines: readonly string[]): void {
    if (this.file === undefined) return;
    const bytes = Buffer.from(`${lines.join("\n")}\n`);
    for (let written = 0; written < bytes.length;) {
      written += writeSync(this.file, bytes, written);
    }
  }

  private guard(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.file = undefined;
      this.hasFailed = true;
      this.logger.warn(
        `The journal ${this.path} cannot be written (${describeError(error).message}): ` +
          "the run goes on, but could not be resumed. Pass `journal: false` to do without.",
      );
    }
  }
}

/** @throws {HoneyHiveError} when there is no such journal, or it is none */
export function readJournal(resume: string, directory: string): RecordedRun {
  const isPath = resume.includes(sep) || resume.endsWith(".ndjson");
  const path = isPath ? resume : join(directory, `${resume}.ndjson`);
  const [first, ...rest] = readLines(path);
  const header: unknown = first === undefined ? undefined : parseLine(first);
  if (!isHeader(header)) {
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected ${path} to be the journal of a run, got ${describeValue(header)} as its first line.`,
    );
  }
  const cases = new Map<string, CaseResult>();
  let sizeBytes = Buffer.byteLength(first ?? "") + 1;
  for (const line of rest) {
    const result = parseLine(line);
    if (!isResult(result)) break;
    sizeBytes += Buffer.byteLength(line) + 1;
    // What was skipped or cut off has not ended: it is run again.
    if (result.outcome === "skipped" || result.outcome === "cancelled") continue;
    cases.set(keyOfCase(result.datapointId, result.trial), result);
  }
  return { path, header, cases, sizeBytes };
}

/** Only whole lines: the last one may have been cut off. */
function readLines(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n").slice(0, -1);
  } catch (error) {
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected \`resume\` to name a run or the path of its journal, got ${path}, which cannot be read ` +
        `(${describeError(error).message}). Runs that can be resumed are in ${dirname(path)}.`,
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
    "runId" in value
  );
}

function isResult(value: unknown): value is CaseResult {
  return (
    typeof value === "object" && value !== null && "outcome" in value && "datapointId" in value
  );
}
