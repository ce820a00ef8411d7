import type { JsonObject, RunStatus } from "@honeyhive/contract";

import type { GateResult } from "../types/gate.js";
import type { RunScore } from "../types/run-evaluator.js";

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

/** US dollars that were reported when the result of their case was written already. */
export interface JournalCost {
  readonly kind: "cost";
  readonly usd: number;
}

/** What a run that has ended came to as a whole. */
export interface JournalResults {
  readonly kind: "results";
  /** Names of the evaluators of the run. */
  readonly runEvaluators: readonly string[];
  readonly runScores: readonly RunScore[];
  readonly gates: readonly GateResult[];
  readonly weightedScore: number | null;
  /** Absent where nobody has weighed. */
  readonly weights?: Readonly<Record<string, number>> | undefined;
}

/** Names a trial of a case within its run. */
export function keyOfCase(id: string, trial: number): string {
  return `${trial}:${id}`;
}
