import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

import { HoneyHiveError } from "../../lib/errors.js";
import { createLogger } from "../../lib/logger.js";
import type { ResolvedEvaluation } from "../types/resolved-evaluation.js";
import { defaultJournalDirectory, Journal } from "./journal.js";
import { journalVersion, type JournalHeader } from "./journal-lines.js";
import { journalPath, readHeader, readJournal, type RecordedRun } from "./read-journal.js";
import { withoutErrors } from "./without-errors.js";
import { removeOldSpans } from "./remove-old-spans.js";
import { describeResumable } from "./resumable-runs.js";

export interface JournalOptions {
  readonly journal?: string | false | undefined;
  readonly resume?: string | undefined;
  readonly retryErrors?: boolean | undefined;
}

/** Where journals are, and are looked for when none is kept. */
export function journalDirectory({ journal }: Pick<JournalOptions, "journal">): string {
  return typeof journal === "string" ? journal : defaultJournalDirectory;
}

/** The journal of the run that is to be resumed. */
export function resumedPath(options: JournalOptions): string | undefined {
  return options.resume === undefined
    ? undefined
    : journalPath(options.resume, journalDirectory(options));
}

/** What its journal says of it; undefined where there is none, which is said when it is opened. */
export function readResumedHeader(options: JournalOptions): JournalHeader | undefined {
  const path = resumedPath(options);
  return path === undefined || !existsSync(path) ? undefined : readHeader(path);
}

/** @throws {HoneyHiveError} when the run cannot be resumed, or only as another one */
export function readRecordedRun(
  options: JournalOptions,
  evaluation: ResolvedEvaluation,
): RecordedRun | undefined {
  const place = resumedPath(options);
  if (place === undefined) return undefined;
  if (!existsSync(place)) {
    throw new HoneyHiveError(
      "INVALID_OPTION",
      `Expected \`resume\` to be the id of a run that has a journal, or the path of one, got "${options.resume}": ` +
        `there is no ${place}. ${describeResumable(journalDirectory(options))}`,
    );
  }
  const recorded = readJournal(place);
  const { header, path } = recorded;
  const names = evaluation.evaluators.map(({ name }) => name);
  const differences = [
    header.datasetId === evaluation.datasetId ? [] : ["dataset"],
    header.trials === evaluation.trials ? [] : ["number of trials"],
    header.evaluators.join() === names.join() ? [] : ["evaluators"],
    header.selection === evaluation.selection?.rule ? [] : ["selection of cases"],
  ].flat();
  if (differences.length === 0) {
    return options.retryErrors === true ? withoutErrors(recorded) : recorded;
  }
  throw new HoneyHiveError(
    "INVALID_OPTION",
    `Expected to resume the run of ${path} with the same ${differences.join(" and ")}, got another. ` +
      "Restore what it ran with, or start a new run without `resume`.",
  );
}

/** Where and with what a run takes place. */
export type JournalOrigin = Pick<JournalHeader, "branch" | "configuration" | "metadata">;

export interface RunToJournal {
  readonly options: JournalOptions;
  readonly evaluation: ResolvedEvaluation;
  readonly recorded: RecordedRun | undefined;
  readonly runId: string;
  readonly name: string;
  readonly origin: JournalOrigin;
}

/** The journal of the run, opened; undefined when there is none. */
export function openJournal(run: RunToJournal): Journal | undefined {
  const { options, evaluation, recorded, runId, name, origin } = run;
  if (options.journal === false && recorded === undefined) return undefined;
  const path = recorded?.path ?? join(journalDirectory(options), `${runId}.ndjson`);
  const logger = createLogger({ isVerbose: false });
  // Not what is being resumed.
  if (recorded === undefined) removeOldSpans(dirname(path), logger);
  const journal = new Journal(path, logger);
  if (recorded !== undefined) journal.continue(recorded);
  else {
    journal.start({
      kind: "run",
      version: journalVersion,
      runId,
      name,
      datasetId: evaluation.datasetId,
      trials: evaluation.trials,
      evaluators: evaluation.evaluators.map((evaluator) => evaluator.name),
      startedAt: new Date().toISOString(),
      selection: evaluation.selection?.rule,
      ...origin,
    });
  }
  return journal;
}
