import type { CaseResult } from "./case-result.js";

/** A value of the run, or several under names of their own. Null means "cannot be scored". */
export type RunScores =
  | number
  | boolean
  | string
  | null
  | {
      readonly score: number | boolean | string | null;
      readonly explanation?: string | undefined;
    }
  | Readonly<Record<string, number | boolean | string | null>>;

export type RunEvaluatorFunction = (cases: readonly CaseResult[]) => RunScores | Promise<RunScores>;

export interface RunEvaluatorObject {
  readonly name: string;
  readonly evaluate: RunEvaluatorFunction;
}

/** Scores the run as a whole, over all its cases. */
export type RunEvaluator = RunEvaluatorFunction | RunEvaluatorObject;

export interface RunScore {
  readonly name: string;
  readonly value: number | boolean | string | null;
  /** Why there is no value, when the evaluator failed. */
  readonly error: string | undefined;
  /** What the evaluator said of its value. */
  readonly explanation?: string | undefined;
}
