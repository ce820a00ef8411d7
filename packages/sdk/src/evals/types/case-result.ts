import type { CaseOutcome, ScoreState } from "@honeyhive/contract";

import type { AnyDatapoint } from "./datapoint.js";
import type { ModelUsage } from "./model-usage.js";

/** One trial of one case and what became of it. */
export interface CaseResult<Row extends AnyDatapoint = AnyDatapoint, Output = unknown> {
  /** Of the row in the dataset. */
  readonly index: number;
  readonly trial: number;
  readonly datapointId: string;
  /** What the server calls the datapoint, where that is another id. */
  readonly wireId: string;
  /** Of inputs and ground truth: tells an edited case from the same one. */
  readonly contentHash: string;
  readonly sessionId: string;
  readonly inputs: Row["inputs"];
  readonly groundTruth: Row["groundTruth"];
  readonly metadata?: Row["metadata"];
  /** Undefined also where the function gave nothing; as JSON has them where the case ended in a run that was resumed. */
  readonly outputs: Output | undefined;
  readonly outcome: CaseOutcome;
  readonly error: string | undefined;
  /** Where in your code the function threw, or else an evaluator, such as `src/answer.ts:3:17`. */
  readonly thrownAt?: string | undefined;
  /** How long the function took in its last attempt. */
  readonly durationMs: number;
  /** Calls of the function; 0 when it was never called. */
  readonly attempts: number;
  /** US dollars, as reported with `addCost` and by `prices` of traced calls; undefined when nothing is known. */
  readonly cost: number | undefined;
  /** Of the models that the function and its evaluators asked until the case ended, as far as their calls are traced. */
  readonly usage: ModelUsage | undefined;
  /** Model calls of function and evaluators that the cache answered; undefined without a cache. */
  readonly cachedCalls: number | undefined;
  /** Those of the function: with some, the duration is not a model's. */
  readonly cachedFunctionCalls: number | undefined;
  /** One state for each evaluator; empty when the function gave nothing to score. */
  readonly scores: Readonly<Record<string, ScoreState>>;
}
