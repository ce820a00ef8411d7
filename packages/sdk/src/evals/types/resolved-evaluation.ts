import type { AggregateFunction } from "@honeyhive/contract";

import type { AppliedSelection } from "./case-selection.js";
import type { EvaluationWire } from "./evaluate-options.js";
import type { EvaluationCase } from "./evaluation-case.js";
import type { NamedEvaluator } from "./evaluator.js";
import type { ResolvedCache } from "./model-cache.js";
import type { Reporter } from "./reporter.js";

/** An evaluation with its options checked and nothing left open. */
export interface ResolvedEvaluation {
  /** Those that were selected. */
  readonly cases: readonly EvaluationCase[];
  readonly selection: AppliedSelection | undefined;
  readonly unselectedIds: ReadonlySet<string>;
  readonly datasetId: string;
  readonly evaluators: readonly NamedEvaluator[];
  readonly functionName: string;
  readonly aggregate: AggregateFunction;
  readonly sliceBy: readonly string[];
  readonly concurrency: number;
  readonly timeoutMs: number;
  readonly deliveryTimeoutMs: number;
  readonly wire: EvaluationWire;
  readonly judgeConcurrency: number;
  readonly retries: number;
  readonly trials: number;
  readonly maxErrors: number | undefined;
  readonly maxCost: number | undefined;
  readonly reporters: readonly Reporter[];
  readonly cache: ResolvedCache | undefined;
}
