import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { JournalHeader } from "../journal/journal-lines.js";
import { journalPath, readHeader, readJournal, type RecordedRun } from "../journal/read-journal.js";
import type { ComparableResult, ComparableRun } from "./compare-runs.js";

/** What the run that is compared is about: a baseline that is not named must be about the same. */
export interface BaselineSubject {
  readonly name: string | undefined;
  readonly datasetId: string;
}

/**
 * A run of this machine to compare with: by the path of its journal or of a JSON report, by its id, by its name, or the
 * latest completed one of the same name or dataset, `branch:…` of a git branch.
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
  const headers = readHeaders(directory);
  if (headers.some(({ runId }) => runId === baseline)) {
    return toComparable(readJournal(journalPath(baseline, directory)));
  }
  const branch = /^branch:(.+)$/.exec(baseline)?.[1];
  const isNamed = baseline !== "latest" && branch === undefined;
  const isWanted = (header: JournalHeader): boolean => {
    if (isNamed) return header.name === baseline;
    const isSame = header.name === subject.name || header.datasetId === subject.datasetId;
    // A run of selected cases says little about the others.
    const isWhole = header.selection === undefined;
    return isSame && isWhole && (branch === undefined || header.branch === branch);
  };
  for (const { runId } of headers.filter(isWanted)) {
    const run = readJournal(journalPath(runId, directory));
    if (run.status === "completed") return toComparable(run);
  }
  const wanted = isNamed
    ? "of that id or name"
    : `${branch === undefined ? "" : `of branch ${branch} `}of the same name or dataset`;
  throw new Error(`there is no completed run ${wanted}`);
}

/** The latest first. */
function readHeaders(directory: string): JournalHeader[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith(".ndjson"))
    .flatMap((name) => readHeader(join(directory, name)) ?? [])
    .toSorted((left, right) => (right.startedAt ?? "").localeCompare(left.startedAt ?? ""));
}

function toComparable({ header, cases }: RecordedRun): ComparableRun {
  return { name: header.name, cases: [...cases.values()] };
}

/** A report may be of several evaluations: the one of the same name, or the only one. */
function readReport(path: string, { name }: BaselineSubject): ComparableRun {
  const report: unknown = JSON.parse(readFileSync(path, "utf8"));
  const runs = isObject(report) && Array.isArray(report["runs"]) ? report["runs"] : [report];
  const comparable = runs.filter(isComparable);
  const [only, ...others] = comparable;
  const found =
    comparable.find((run) => run.name === name) ?? (others.length === 0 ? only : undefined);
  if (found !== undefined) return found;
  const names = comparable.map((run) => run.name).join(", ");
  throw new Error(`the report has ${names === "" ? "no runs" : `runs of other names: ${names}`}`);
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
