import type { JournalHeader } from "../journal/journal-lines.js";
import type { Likeness } from "../types/likeness.js";

/** What the run that is compared is about: a baseline that is not named must be about the same. */
export interface BaselineSubject {
  readonly name: string | undefined;
  readonly datasetId: unknown;
  /** The run that goes on, if one does: neither it nor what began later is what it is compared with. */
  readonly resumed?: Pick<JournalHeader, "runId" | "startedAt"> | undefined;
}

/** Whether a run was there when the one that is compared began. */
export function isEarlier(
  { runId, startedAt = "" }: Pick<JournalHeader, "runId" | "startedAt">,
  { resumed }: Pick<BaselineSubject, "resumed">,
): boolean {
  if (resumed === undefined) return true;
  return runId !== resumed.runId && startedAt <= (resumed.startedAt ?? startedAt);
}

/** Undefined for runs of something else. */
export function likenessOf(
  candidate: BaselineSubject,
  subject: BaselineSubject,
): Likeness | undefined {
  const isSameDataset = candidate.datasetId === subject.datasetId;
  if (subject.name !== undefined && candidate.name === subject.name) {
    return isSameDataset ? "name-and-dataset" : "name";
  }
  return isSameDataset ? "dataset" : undefined;
}
