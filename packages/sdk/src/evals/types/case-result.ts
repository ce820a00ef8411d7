import type { CaseOutcome, JsonObject, ScoreState } from "@honeyhive/contract";

/** One trial of one case and what became of it. */
export interface CaseResult {
  /** Of the row in the dataset. */
  readonly index: number;
  readonly trial: number;
  readonly datapointId: string;
  /** What the server calls the datapoint, where that is another id. */
  readonly wireId: string;
  /** Of inputs and ground truth: tells an edited case from the same one. */
  readonly contentHash: string;
  readonly sessionId: string;
  readonly inputs: JsonObject;
  readonly groundTruth: unknown;
  readonly outputs: unknown;
  readonly outcome: CaseOutcome;
  readonly error: string | undefined;
  /** How long the function took in its last attempt. */
  readonly durationMs: number;
  /** Calls of the function; 0 when it was never called. */
  readonly attempts: number;
  /** US dollars, as reported with `addCost`; undefined when nothing was reported. */
  readonly cost: number | undefined;
  /** Model calls of function and evaluators that the cache answered; undefined without a cache. */
  readonly cachedCalls: number | undefined;
  /** Those of the function: with some, the duration is not a model's. */
  readonly cachedFunctionCalls: number | undefined;
  /** One state for each evaluator; empty when the function gave nothing to score. */
  readonly scores: Readonly<Record<string, ScoreState>>;
}
