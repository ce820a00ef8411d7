import { readFileSync } from "node:fs";

import type { JournalHeader } from "../journal/journal-lines.js";
import {
  journalPath,
  readHeaders,
  readJournal,
  type RecordedRun,
} from "../journal/read-journal.js";
import { isEarlier, likenessOf, type BaselineSubject } from "./baseline-likeness.js";
import { noRunYet, NoRunYetError } from "./no-run-yet.js";
import { likenesses } from "../types/likeness.js";
import type { ComparableResult, ComparableRun } from "./compare-runs.js";

/**
 * A run of this machine to compare with: by the path of its journal or of a JSON report, by its id, by its name, or the
 * latest completed one of the same name and dataset, else name, else dataset, `branch:…` of a git branch.
 *
 * @throws when there is none
 */
export function readLocalBaseline(
  baseline: string,
  subject: BaselineSubject,
  directory: string,
): ComparableRun {
  if (baseline.endsWith(".json")) return readReport(baseline, subject);
  if (baseline.endsWith(".ndjson")) return toComparable(readJournal(baseline));
  const all = readHeaders(directory);
  if (all.some(({ runId }) => runId === baseline)) {
    return toComparable(readJournal(journalPath(baseline, directory)));
  }
  const headers = all.filter((header) => isEarlier(header, subject));
  const branch = /^branch:(.+)$/.exec(baseline)?.[1];
  const isNamed = baseline !== "latest" && branch === undefined;
  if (isNamed) {
    const named = headers.filter(({ name }) => name === baseline);
    const found = firstCompleted(named, directory);
    if (found !== undefined) return toComparable(found);
  }
  // A run of selected cases says little about the others.
  const possible = headers.filter(
    ({ selection, branch: of }) =>
      !isNamed && selection === undefined && (branch === undefined || of === branch),
  );
  for (const likeness of likenesses) {
    const alike = possible.filter((header) => likenessOf(header, subject) === likeness);
    const found = firstCompleted(alike, directory);
    if (found !== undefined) return { ...toComparable(found), likeness };
  }
  throw isNamed
    ? new Error("there is no completed run of that id or name")
    : noRunYet(branch, possible.length > 0);
}

function firstCompleted(
  headers: readonly JournalHeader[],
  directory: string,
): RecordedRun | undefined {
  for (const { runId } of headers) {
    const run = readJournal(journalPath(runId, directory));
    if (run.status === "completed") return run;
  }
  return undefined;
}

function toComparable({ header, cases, unfinished }: RecordedRun): ComparableRun {
  const { name, runId, startedAt, configuration, metadata, datasetId } = header;
  return {
    name,
    runId,
    startedAt,
    configuration,
    metadata,
    datasetId,
    cases: [...cases.values(), ...unfinished],
  };
}

/** A report may be of several evaluations: the one of the same name, or the only one. One that is new is in none. */
function readReport(path: string, { name, datasetId }: BaselineSubject): ComparableRun {
  const report: unknown = JSON.parse(readFileSync(path, "utf8"));
  const runs = isObject(report) && Array.isArray(report["runs"]) ? report["runs"] : [report];
  const comparable = runs.filter(isComparable);
  const [only, ...others] = comparable;
  // Files of the same name in several folders give their names to evaluations.
  const named = comparable.filter((run) => run.name === name);
  const found =
    named.find((run) => run.datasetId === datasetId) ??
    named[0] ??
    (others.length === 0 ? only : undefined);
  if (found !== undefined) return found;
  const names = comparable.map((run) => run.name).join(", ");
  if (names === "") throw new Error("the report has no runs");
  throw new NoRunYetError(`the report has runs of other names: ${names}`, { hasOthers: true });
}

function isComparable(value: unknown): value is ComparableRun {
  return (
    isObject(value) &&
    typeof value["name"] === "string" &&
    Array.isArray(value["cases"]) &&
    value["cases"].every(isComparableCase)
  );
}

function isComparableCase(value: unknown): value is ComparableResult {
  return isObject(value) && typeof value["datapointId"] === "string" && isObject(value["scores"]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
