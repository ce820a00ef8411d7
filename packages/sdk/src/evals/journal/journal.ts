import { appendFileSync, closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";

import type { RunStatus } from "@honeyhive/contract";

import { HoneyHiveError } from "../../lib/errors.js";
import { makeFolder } from "../../lib/make-folder.js";
import type { Logger } from "../../lib/logger.js";
import { describeError } from "../../lib/describe-error.js";
import type { CaseResult } from "../types/case-result.js";
import { isUnfinished } from "./is-unfinished.js";
import { caseToJson } from "./case-to-json.js";
import type { JournalCost, JournalEnd, JournalHeader, JournalResults } from "./journal-lines.js";
import type { RecordedRun } from "./read-journal.js";

export const defaultJournalDirectory = join(".honeyhive", "journal");

const maxWaitingCases = 256;
const maxWaitMs = 250;

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
  private ended = 0;
  /** Called before cases are written. */
  beforeCases: (() => void) | undefined;
  /** Called once, when no more cases come. */
  afterClose: (() => void) | undefined;

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

  /** Of those, the ones that a run that goes on does not run again. */
  get endedCount(): number {
    return this.ended;
  }

  /** @throws {HoneyHiveError} `INVALID_OPTION` when another run has begun under the same id since that was looked for */
  start(header: JournalHeader): void {
    this.guard(() => {
      makeFolder(dirname(this.path));
      this.file = this.create();
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
    if (!isUnfinished(result)) this.ended++;
    if (this.file !== undefined) this.add(caseToJson(result));
  }

  /** Of a case that was appended without it. */
  addCost(usd: number): void {
    const line: JournalCost = { kind: "cost", usd };
    if (this.file !== undefined) this.add(JSON.stringify(line));
  }

  /** Adds what the run came to, once it has ended. */
  conclude(results: JournalResults): void {
    if (!this.isWritten) return;
    this.guard(() => appendFileSync(this.path, `${JSON.stringify(results)}\n`));
  }

  private add(line: string): void {
    this.lines.push(line);
    if (this.lines.length >= maxWaitingCases) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), maxWaitMs);
  }

  /** Closes it with a line that says how the run ended: those that have none were cut off. */
  end(status: RunStatus): void {
    const line: JournalEnd = { kind: "end", status };
    if (this.file !== undefined) this.lines.push(JSON.stringify(line));
    this.close();
  }

  close(): void {
    this.flush();
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
    this.afterClose?.();
    this.afterClose = undefined;
  }

  /** Writes what waits. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { lines } = this;
    this.lines = [];
    if (lines.length === 0) return;
    this.beforeCases?.();
    this.guard(() => this.writeLines(lines));
  }

  private writeLines(lines: readonly string[]): void {
    if (this.file === undefined) return;
    const bytes = Buffer.from(`${lines.join("\n")}\n`);
    for (let written = 0; written < bytes.length;) {
      written += writeSync(this.file, bytes, written);
    }
  }

  private create(): number {
    try {
      return openSync(this.path, "wx");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      throw new HoneyHiveError(
        "INVALID_OPTION",
        `Expected \`runId\` to be that of a new run, got one that ${this.path} has. ` +
          "Go on with that run with `resume`, or omit `runId`.",
        { cause: error },
      );
    }
  }

  private guard(write: () => void): void {
    try {
      write();
    } catch (error) {
      if (error instanceof HoneyHiveError) throw error;
      this.file = undefined;
      this.hasFailed = true;
      this.logger.warn(
        `The journal ${this.path} cannot be written (${describeError(error).message}): ` +
          "the run goes on, but could not be resumed. Pass `journal: false` to do without.",
      );
    }
  }
}
