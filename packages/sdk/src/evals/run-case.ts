import {
  evaluationKey,
  type CaseOutcome,
  type JsonObject,
  type ScoreState,
} from "@honeyhive/contract";

import { HoneyHiveError } from "../errors.js";
import { describeError } from "../record-error.js";
import type { HoneyHiveTracer } from "../tracer.js";
import type { EvaluationCase } from "./resolve-cases.js";
import type { NamedEvaluator } from "./resolve-evaluators.js";
import { errorScore, outcomeOfScores, toScoreState } from "./score.js";
import type { CaseResult, Datapoint } from "./types.js";
import { withTimeLimit } from "./with-time-limit.js";

export interface CaseContext {
  readonly tracer: HoneyHiveTracer;
  readonly functionName: string;
  readonly call: (datapoint: Datapoint, tracer: HoneyHiveTracer) => unknown;
  readonly evaluators: readonly NamedEvaluator[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
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
  const startedAt = performance.now();
  const run = tracer.traceChain(() => runAndScore(evaluationCase, context), {
    eventName: context.functionName,
    captureInputs: () => evaluationCase.inputs,
    captureOutputs: false,
  });
  const end = await run();
  void tracer.enrichSession({
    outputs: end.outputs,
    feedback: groundTruthOf(evaluationCase),
    metadata: { [evaluationKey.outcome]: end.outcome },
  });
  return {
    index: evaluationCase.index,
    datapointId: evaluationCase.id,
    sessionId: tracer.sessionId,
    inputs: evaluationCase.inputs,
    groundTruth: evaluationCase.groundTruth,
    durationMs: performance.now() - startedAt,
    ...end,
  };
}

async function runAndScore(evaluationCase: EvaluationCase, context: CaseContext): Promise<CaseEnd> {
  const { tracer } = context;
  let end: CaseEnd;
  try {
    const outputs = await withTimeLimit(context.timeoutMs, context.signal, (signal) => {
      const { id, inputs, groundTruth } = evaluationCase;
      return context.call({ id, inputs, groundTruth, signal }, tracer);
    });
    tracer.enrichSpan({ outputs });
    const scores = await scoreCase(evaluationCase, outputs, context);
    end = { ...scoredEnd(Object.values(scores), context.signal), outputs, scores };
  } catch (error) {
    tracer.enrichSpan({ error });
    end = {
      outcome: outcomeOfError(error),
      outputs: undefined,
      error: describeError(error).message,
      scores: {},
    };
  }
  tracer.enrichSpan({
    feedback: groundTruthOf(evaluationCase),
    metrics: scoredValues(end.scores),
    metadata: {
      [evaluationKey.outcome]: end.outcome,
      [evaluationKey.scoreStates]: unscoredStates(end.scores),
    },
  });
  return end;
}

/** A case whose evaluators were cut off by the caller was cancelled, not broken. */
function scoredEnd(
  scores: readonly ScoreState[],
  signal: AbortSignal | undefined,
): Pick<CaseEnd, "outcome" | "error"> {
  const isCutOff = signal?.aborted === true && scores.some(({ state }) => state === "error");
  return isCutOff
    ? { outcome: "cancelled", error: "The evaluation was cancelled while the case was scored." }
    : { outcome: outcomeOfScores(scores), error: undefined };
}

async function scoreCase(
  evaluationCase: EvaluationCase,
  outputs: unknown,
  context: CaseContext,
): Promise<Record<string, ScoreState>> {
  const { inputs, groundTruth } = evaluationCase;
  const entries = context.evaluators.map(async ({ name, evaluate }) => {
    const traced = context.tracer.traceChain(
      (signal: AbortSignal | undefined) =>
        withTimeLimit(context.timeoutMs, signal, () => evaluate(outputs, inputs, groundTruth)),
      {
        eventName: name,
        captureInputs: () => ({ outputs, ground_truth: groundTruth }),
        metadata: { evaluator: true },
      },
    );
    try {
      return [name, toScoreState(await traced(context.signal))] as const;
    } catch (error) {
      return [name, errorScore(error)] as const;
    }
  });
  return Object.fromEntries(await Promise.all(entries));
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
