import type { HoneyHiveTracer } from "../../tracer/tracer.js";
import type { CaseCache } from "../cache/case-cache.js";
import type { NamedEvaluator } from "../types/evaluator.js";
import type { Datapoint } from "../types/datapoint.js";
import type { AdaptiveLimit, Turn } from "../limits/adaptive-limit.js";
import type { CaseResult } from "../types/case-result.js";
import type { CaseMeter } from "./case-meter.js";
import type { EvaluationCase } from "../types/evaluation-case.js";
import type { RetryOptions } from "../limits/retry-after.js";
import type { TimeLimits } from "../limits/time-limits.js";
import type { CaseErrors } from "./uncaught-errors.js";

export type TellSession = (
  ended: Pick<RunningCase, "tracer" | "evaluationCase">,
  end: Pick<CaseResult, "outputs" | "outcome">,
) => void;

/** What all cases of a run have in common. */
export interface CasesContext {
  readonly functionName: string;
  readonly call: (datapoint: Datapoint, tracer: HoneyHiveTracer) => unknown;
  readonly evaluators: readonly NamedEvaluator[];
  readonly limits: TimeLimits;
  readonly retry: RetryOptions;
  readonly judges: AdaptiveLimit;
  /** By `keyOfCase`, those whose sessions have an earlier attempt that was cut off or went wrong. */
  readonly repeated: ReadonlySet<string>;
  /** Tells a case's session what the case came to, at once or when it is its turn. */
  readonly tellSession: TellSession;
  readonly signal: AbortSignal | undefined;
}

export interface RunningCase {
  readonly run: CasesContext;
  readonly evaluationCase: EvaluationCase;
  readonly tracer: HoneyHiveTracer;
  readonly isRepeated: boolean;
  readonly turn: Turn;
  readonly cache: CaseCache | undefined;
  readonly meter: CaseMeter;
  /** Undefined where errors that nobody catches end the process. */
  readonly uncaught: CaseErrors | undefined;
  /** Where the function threw for good, or else the first evaluator that did. */
  thrownAt: string | undefined;
}
