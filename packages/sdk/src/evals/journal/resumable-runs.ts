import type { RunStatus } from "@honeyhive/contract";

import { journalPath, readHeaders, readJournal } from "./read-journal.js";
import { listSpanFiles } from "./span-journal.js";

/** Journals are read whole to know: of many, the latest say enough. */
const latestRuns = 20;
const namedRuns = 5;

/** What `resume` would add to a run of this status: `cases` that are left, or `spans` that have not arrived. */
export function whatIsLeft(status: RunStatus, path: string): "cases" | "spans" | undefined {
  if (status === "running" || status === "cancelled") return "cases";
  return listSpanFiles(path).length > 0 ? "spans" : undefined;
}

/** A sentence that names the runs of a directory that can be resumed, the latest first. Never throws: it is part of an error. */
export function describeResumable(directory: string): string {
  try {
    const headers = readHeaders(directory).slice(0, latestRuns);
    if (headers.length === 0) return `There are no runs in ${directory}.`;
    const left = headers.filter(({ runId }) => {
      const path = journalPath(runId, directory);
      return whatIsLeft(readJournal(path).status ?? "running", path) !== undefined;
    });
    if (left.length === 0) return `Of the latest runs in ${directory} none is left to resume.`;
    const named = left
      .slice(0, namedRuns)
      .map(({ runId, name, startedAt = "of unknown age" }) => `${runId} (${name}, ${startedAt})`);
    return `Those that can be resumed: ${named.join(", ")}.`;
  } catch {
    return `\`ls ${directory}\` shows those that there are.`;
  }
}
