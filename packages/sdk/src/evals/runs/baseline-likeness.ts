import type { Likeness } from "../types/likeness.js";

/** What the run that is compared is about: a baseline that is not named must be about the same. */
export interface BaselineSubject {
  readonly name: string | undefined;
  readonly datasetId: unknown;
}

/** Nothing like it has been evaluated, or not to its end. */
export class NoRunYetError extends Error {
  override readonly name = "NoRunYetError";

  constructor(branch: string | undefined) {
    const of = branch === undefined ? "" : ` of branch ${branch}`;
    super(`there is no completed run${of} of the same name or dataset`);
  }
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
