import type { EvaluationResult } from "../types/evaluation-result.js";

/** What a report of several evaluations is about. */
export interface RunsToReport {
  readonly runs: readonly ReportedRun[];
  readonly failures: readonly EvaluationFailure[];
}

/** A run, and where what went wrong in it is shown when no place is known. */
export interface ReportedRun {
  readonly result: EvaluationResult;
  readonly file: string | undefined;
}

/** What kept an evaluation from running. */
export interface EvaluationFailure {
  /** Of the evaluation. */
  readonly file: string;
  /** Where in which file it went wrong, such as `src/answer.ts:3:17`, if that is known. */
  readonly place?: string | undefined;
  readonly message: string;
}
