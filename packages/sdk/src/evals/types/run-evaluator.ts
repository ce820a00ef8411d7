import type { CaseResult } from "./case-result.js";
import type { AnyDatapoint } from "./datapoint.js";

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

export type RunEvaluatorFunction<Row extends AnyDatapoint = AnyDatapoint, Output = unknown> = (
  cases: readonly CaseResult<Row, Output>[],
) => RunScores | Promise<RunScores>;

export interface RunEvaluatorObject<Row extends AnyDatapoint = AnyDatapoint, Output = unknown> {
  readonly name: string;
  readonly evaluate: RunEvaluatorFunction<Row, Output>;
}

/** Scores the run as a whole, over all its cases. */
export type RunEvaluator<Row extends AnyDatapoint = AnyDatapoint, Output = unknown> =
  | RunEvaluatorFunction<Row, Output>
  | RunEvaluatorObject<Row, Output>;

export interface RunScore {
  readonly name: string;
  readonly value: number | boolean | string | null;
  /** Why there is no value, when the evaluator failed. */
  readonly error: string | undefined;
  /** Where in your code it threw, such as `src/f1.ts:3:17`. */
  readonly thrownAt?: string | undefined;
  /** What the evaluator said of its value. */
  readonly explanation?: string | undefined;
}
