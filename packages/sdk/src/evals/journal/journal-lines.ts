import type { JsonObject, RunStatus } from "@honeyhive/contract";

export const journalVersion = 1;

/** What a journal says about its run; a run is resumed only with the same. */
export interface JournalHeader {
  readonly kind: "run";
  readonly version: typeof journalVersion;
  readonly runId: string;
  readonly name: string;
  readonly datasetId: string;
  readonly trials: number;
  readonly evaluators: readonly string[];
  /** Of git; absent where it is not known. */
  readonly branch?: string | undefined;
  /** ISO 8601, UTC. */
  readonly startedAt?: string | undefined;
  /** Which cases of the dataset ran; absent when all did. */
  readonly selection?: string | undefined;
  /** What the evaluation ran with, and where: as the server would be told. */
  readonly configuration?: JsonObject | undefined;
  readonly metadata?: JsonObject | undefined;
}

export interface JournalEnd {
  readonly kind: "end";
  readonly status: RunStatus;
}

/** Names a trial of a case within its run. */
export function keyOfCase(id: string, trial: number): string {
  return `${trial}:${id}`;
}
