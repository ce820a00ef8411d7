import {
  evaluationKey,
  type CaseOutcome,
  type JsonObject,
  type ScoreState,
} from "@honeyhive/contract";

import { HoneyHiveError } from "../../errors.js";
import { describeError } from "../../wrap/record-error.js";
import { callTraced } from "../../wrap/wrap-function.js";
import type { HoneyHiveTracer } from "../../tracer.js";
import type { CaseCache } from "../cache/case-cache.js";
import type { AdaptiveLimit, Turn } from "./adaptive-limit.js";
import { CaseMeter } from "./case-meter.js";
import type { EvaluationCase } from "./resolve-cases.js";
import type { NamedEvaluator } from "../scoring/resolve-evaluators.js";
import { runWithRetries, type RetryOptions } from "./run-with-retries.js";
import { outcomeOfScores } from "../scoring/score.js";
import { scoreCase } from "../scoring/score-case.js";
import type { CaseResult, Datapoint } from "../types.js";
import { withTimeLimit } from "./with-time-limit.js";

export interface CaseContext {
  readonly tracer: HoneyHiveTracer;
  readonly functionName: string;
  readonly call: (datapoint: Datapoint, tracer: HoneyHiveTracer) => unknown;
  readonly evaluators: readonly NamedEvaluator[];
  readonly timeoutMs: number;
  readonly retry: RetryOptions;
  readonly turn: Turn;
  readonly judges: AdaptiveLimit;
  readonly signal: AbortSignal | undefined;
  /** Set when the run has stopped: the case is recorded and not run. */
  readonly skipReason: string | undefined;
  readonly cache: CaseCache | undefined;
}

/** What the function came to, before and after scoring. */
interface CaseEnd {
  readonly outcome: CaseOutcome;
  readonly outputs: unknown;
  readonly error: string | undefined;
  readonly scores: Readonly<Record<string, ScoreState>>;
}

/**
 * Runs one case in its own session: the function and its evaluators are one trace, whose root carries the scores and the
 * outcome. Never rejects: whatever happens becomes the case's outcome.
 */
export async function runCase(
  evaluationCase: EvaluationCase,
  context: CaseContext,
): Promise<CaseResult> {
  const { tracer } = context;
  const meter = new CaseMeter(context.cache);
  const recorded = {
    eventName: context.functionName,
    captureInputs: () => evaluationCase.inputs,
    captureOutputs: false,
  };
  const end = await callTraced(tracer.core, recorded, () =>
    runAndRecord(evaluationCase, context, meter),
  );
  void tracer.enrichSession({
    outputs: end.outputs,
    feedback: groundTruthOf(evaluationCase),
    metadata: { [evaluationKey.outcome]: end.outcome },
  });
  return {
    index: evaluationCase.index,
    trial: evaluationCase.trial,
    datapointId: evaluationCase.id,
    wireId: evaluationCase.wireId,
    contentHash: evaluationCase.contentHash,
    sessionId: tracer.sessionId,
    inputs: evaluationCase.inputs,
    groundTruth: evaluationCase.groundTruth,
    durationMs: meter.durationMs,
    attempts: meter.attempts,
    cost: meter.cost,
    cachedCalls: context.cache?.hits,
    ...end,
  };
}

async function runAndRecord(
  evaluationCase: EvaluationCase,
  context: CaseContext,
  meter: CaseMeter,
): Promise<CaseEnd> {
  const end = await runAndScore(evaluationCase, context, meter);
  context.tracer.enrichSpan({
    feedback: groundTruthOf(evaluationCase),
    metrics: scoredValues(end.scores),
    metadata: {
      [evaluationKey.outcome]: end.outcome,
      [evaluationKey.scoreStates]: unscoredStates(end.scores),
      [evaluationKey.contentHash]: evaluationCase.contentHash,
      [evaluationKey.caseId]:
        evaluationCase.id === evaluationCase.wireId ? undefined : evaluationCase.id,
      trial: evaluationCase.trial === 0 ? undefined : evaluationCase.trial,
      attempts: meter.attempts > 1 ? meter.attempts : undefined,
      cached_calls: context.cache?.hits || undefined,
    },
  });
  return end;
}

async function runAndScore(
  evaluationCase: EvaluationCase,
  context: CaseContext,
  meter: CaseMeter,
): Promise<CaseEnd> {
  const { tracer, skipReason } = context;
  if (skipReason !== undefined) {
    const error = `The run had stopped: ${skipReason}.`;
    return { outcome: "skipped", outputs: undefined, error, scores: {} };
  }
  try {
    const outputs = await callFunction(evaluationCase, context, meter);
    meter.cachedCalls = context.cache?.hits ?? 0;
    meter.endStretch();
    tracer.enrichSpan({ outputs });
    const scores = await scoreCase({ evaluationCase, outputs, context, meter });
    meter.endStretch();
    return { ...scoredEnd(scores, context), outputs, scores };
  } catch (error) {
    tracer.enrichSpan({ error });
    return {
      outcome: outcomeOfError(error),
      outputs: undefined,
      error: describeError(error).message,
      scores: {},
    };
  }
}

function callFunction(
  { id, inputs, groundTruth, trial }: EvaluationCase,
  context: CaseContext,
  meter: CaseMeter,
): Promise<unknown> {
  const { timeoutMs, signal: cancelled, retry, turn, tracer } = context;
  const attempt = (): Promise<unknown> =>
    meter.measure(() =>
      withTimeLimit(timeoutMs, cancelled, (limit) =>
        context.call(
          {
            id,
            inputs,
            groundTruth,
            trial,
            addCost: meter.addCost,
            get signal() {
              return limit.signal;
            },
          },
          tracer,
        ),
      ),
    );
  return runWithRetries(attempt, retry, turn, cancelled);
}

/** A case whose evaluators were cut off by the caller was cancelled, not broken. */
function scoredEnd(
  scores: Readonly<Record<string, ScoreState>>,
  { signal, evaluators }: Pick<CaseContext, "signal" | "evaluators">,
): Pick<CaseEnd, "outcome" | "error"> {
  const isCutOff =
    signal?.aborted === true && Object.values(scores).some(({ state }) => state === "error");
  return isCutOff
    ? { outcome: "cancelled", error: "The evaluation was cancelled while the case was scored." }
    : { outcome: outcomeOfScores(scores, evaluators), error: undefined };
}

function outcomeOfError(error: unknown): CaseOutcome {
  if (error instanceof HoneyHiveError && error.code === "CASE_TIMED_OUT") return "timed-out";
  if (error instanceof HoneyHiveError && error.code === "CANCELLED") return "cancelled";
  return "errored";
}

function groundTruthOf({ groundTruth }: EvaluationCase): JsonObject | undefined {
  return groundTruth === undefined ? undefined : { ground_truth: groundTruth };
}

/** The wire's form: each value under the metric's name, its explanation beside it. */
function scoredValues(scores: Readonly<Record<string, ScoreState>>): JsonObject {
  const values: Record<string, unknown> = {};
  for (const [name, score] of Object.entries(scores)) {
    if (score.state !== "scored") continue;
    values[name] = score.value;
    if (score.explanation !== undefined) values[`${name}_explanation`] = score.explanation;
  }
  return values;
}

function unscoredStates(scores: Readonly<Record<string, ScoreState>>): JsonObject | undefined {
  const entries = Object.entries(scores).filter(([, score]) => score.state !== "scored");
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
