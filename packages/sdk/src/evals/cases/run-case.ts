import {
  bucketAttribute,
  evaluationKey,
  explainedName,
  explanationName,
  usageOfCase,
  type CaseOutcome,
  type JsonObject,
  type ScoreState,
} from "@honeyhive/contract";

import { HoneyHiveError } from "../../lib/errors.js";
import { describeError } from "../../lib/describe-error.js";
import { throwSite } from "../../lib/throw-site.js";
import { copyPlain } from "../../lib/copy-plain.js";
import { recordError } from "../../core/record-error.js";
import { callInSpan } from "../../wrap/call-in-span.js";
import { applyOutputs, hasEntries } from "../../enrich/enrichment.js";
import { setCaptured, setPayload } from "../../core/payload.js";
import type { TracedSpan } from "../../core/scope.js";
import { outcomeOfScores, type Scores } from "../scoring/score.js";
import { scoreCase } from "./score-case.js";
import type { CaseResult } from "../types/case-result.js";
import type { CallCounts } from "../types/model-cache.js";
import { retryAfter, type Retrying } from "../limits/retry-after.js";
import type { CasesContext, RunningCase } from "./running-case.js";
import { toSessionMetadata } from "./session-metadata.js";
import { withSignal } from "../limits/time-limits.js";

/** What the function came to, before and after scoring. */
type CaseEnd = Pick<CaseResult, "outcome" | "error" | "outputs" | "scores">;

/**
 * Runs one case in its own session: the function and its evaluators are one trace, whose root carries the scores and the
 * outcome. Never rejects: whatever happens becomes the case's outcome.
 */
export function runCase(running: RunningCase): Promise<CaseResult> {
  const { run, evaluationCase, tracer } = running;
  const recorded = { eventName: run.functionName, captureInputs: () => evaluationCase.inputs };
  return callInSpan(tracer.core, recorded, (span) => runInSpan(running, span));
}

/** One asynchronous function for all of it: each one more costs as much as a span. */
async function runInSpan(running: RunningCase, span: TracedSpan | undefined): Promise<CaseResult> {
  let end: CaseEnd;
  try {
    let outputs: unknown;
    try {
      outputs = await attempt(running);
    } catch (error) {
      outputs = await retryAfter(error, retrying(running));
    }
    const scoring = startScoring(running, span, outputs);
    const scores = scoring instanceof Promise ? await scoring : scoring;
    running.meter.endStretch();
    end = scoredEnd(running.run, outputs, scores);
  } catch (error) {
    running.meter.endStretch();
    if (span !== undefined && error !== null && error !== undefined) recordError(span, error);
    const { message, stack } = describeError(error);
    end = failedEnd(outcomeOfError(error), message);
    if (end.outcome === "errored") running.thrownAt = throwSite(stack);
  }
  const uncaught = running.uncaught?.end();
  if (uncaught !== undefined) end = uncaughtEnd(span, end, uncaught);
  if (span !== undefined) {
    recordEnd(span, running, end);
    span.end();
  }
  running.run.tellSession(running, end);
  return toResult(running, end);
}

function startScoring(
  running: RunningCase,
  span: TracedSpan | undefined,
  outputs: unknown,
): Scores | Promise<Scores> {
  running.meter.cachedCalls = running.cache?.hits ?? 0;
  running.cache?.startEvaluators();
  running.meter.endStretch();
  running.meter.startScoring();
  if (span !== undefined) applyOutputs(span, outputs);
  return scoreCase(running, outputs);
}

/** What the case came to, for its session's own event. */
export function tellSession(
  { tracer, evaluationCase }: Pick<RunningCase, "tracer" | "evaluationCase">,
  { outputs, outcome }: Pick<CaseEnd, "outputs" | "outcome">,
): void {
  if (!tracer.core.isEnabled) return;
  const { groundTruth, metadata } = evaluationCase;
  tracer.core.session.tell({
    outputs: outputs === undefined || hasEntries(outputs) ? outputs : { result: outputs },
    feedback: groundTruth === undefined ? undefined : { ground_truth: groundTruth },
    metadata: { ...toSessionMetadata(metadata), [evaluationKey.outcome]: outcome },
  });
}

function toResult(running: RunningCase, end: CaseEnd): CaseResult {
  const { evaluationCase, meter, tracer, cache, thrownAt } = running;
  meter.end();
  return {
    index: evaluationCase.index,
    trial: evaluationCase.trial,
    datapointId: evaluationCase.id,
    wireId: evaluationCase.wireId,
    contentHash: evaluationCase.contentHash,
    sessionId: tracer.sessionId,
    inputs: evaluationCase.inputs,
    groundTruth: evaluationCase.groundTruth,
    metadata: evaluationCase.metadata,
    durationMs: meter.durationMs,
    attempts: meter.attempts,
    cost: meter.cost,
    usage: meter.usage,
    cachedCalls: cache?.hits,
    cachedFunctionCalls: cache?.functionCalls.hits,
    outcome: end.outcome,
    error: end.error,
    thrownAt,
    outputs: end.outputs,
    scores: end.scores,
  };
}

/** Put together once: doing so for each case takes longer than setting them. */
const attribute = {
  groundTruth: bucketAttribute("feedback", "ground_truth"),
  outcome: bucketAttribute("metadata", evaluationKey.outcome),
  scoreStates: bucketAttribute("metadata", evaluationKey.scoreStates),
  contentHash: bucketAttribute("metadata", evaluationKey.contentHash),
  caseId: bucketAttribute("metadata", evaluationKey.caseId),
  trial: bucketAttribute("metadata", "trial"),
  attempts: bucketAttribute("metadata", "attempts"),
  repeated: bucketAttribute("metadata", evaluationKey.repeated),
  cachedCalls: bucketAttribute("metadata", evaluationKey.cachedCalls),
  usage: bucketAttribute("metadata", evaluationKey.usage),
};

/** What is recorded of a case beside how it ended. */
export interface EndedCase extends Pick<RunningCase, "evaluationCase" | "isRepeated"> {
  readonly meter: Pick<CaseResult, "attempts" | "durationMs" | "cost" | "usage">;
  readonly cache:
    | (Pick<CallCounts, "hits"> & { readonly functionCalls: Pick<CallCounts, "hits"> })
    | undefined;
}

/** What the case's own span says of it. */
export function recordEnd(
  span: TracedSpan,
  { evaluationCase, meter, cache, isRepeated }: EndedCase,
  end: Pick<CaseEnd, "outcome" | "scores">,
): void {
  const { groundTruth, contentHash, id, wireId, trial } = evaluationCase;
  setCaptured(span, attribute.groundTruth, groundTruth);
  const unscored = recordScores(span, end.scores);
  setCaptured(span, attribute.outcome, end.outcome);
  setCaptured(span, attribute.scoreStates, unscored);
  setCaptured(span, attribute.contentHash, contentHash);
  if (id !== wireId) setCaptured(span, attribute.caseId, id);
  if (trial > 0) setCaptured(span, attribute.trial, trial);
  if (meter.attempts > 1) setCaptured(span, attribute.attempts, meter.attempts);
  if (isRepeated) setCaptured(span, attribute.repeated, true);
  setCaptured(span, attribute.cachedCalls, cache?.hits || undefined);
  const { durationMs, cost, usage } = meter;
  const { outcome } = end;
  const cachedFunctionCalls = cache?.functionCalls.hits;
  const took = usageOfCase({ outcome, durationMs, cost, usage, cachedFunctionCalls });
  // As `setCaptured` would write it, which first looks for what JSON could not say.
  if (took !== undefined) span.setAttribute(attribute.usage, JSON.stringify(took));
}

function attempt({ run, evaluationCase, meter, tracer, uncaught }: RunningCase): unknown {
  const { id, trial } = evaluationCase;
  // What a function does to them is not for its next attempt, other trials, and evaluators.
  const inputs = copyPlain(evaluationCase.inputs);
  const groundTruth = copyPlain(evaluationCase.groundTruth);
  const metadata = copyPlain(evaluationCase.metadata);
  meter.startAttempt();
  const { addCost } = meter;
  return run.limits.run((limit) => {
    if (uncaught !== undefined) uncaught.fail = (error) => run.limits.fail(limit, error);
    const datapoint = { id, inputs, groundTruth, metadata, trial, addCost };
    return run.call(withSignal(datapoint, limit), tracer);
  }, meter.endAttempt);
}

function retrying(running: RunningCase): Retrying<unknown> {
  const { run, turn } = running;
  return { attempt: () => attempt(running), options: run.retry, turn, signal: run.signal };
}

/** Of a case that has nothing to score. */
function failedEnd(outcome: CaseOutcome, error: string): CaseEnd {
  return { outcome, error, outputs: undefined, scores: {} };
}

/** What the function gave and the scores of it are kept; the case has gone wrong all the same. */
function uncaughtEnd(span: TracedSpan | undefined, end: CaseEnd, error: string): CaseEnd {
  if (end.outcome !== "passed" && end.outcome !== "failed") return end;
  if (span !== undefined) recordError(span, new Error(error));
  return { ...end, outcome: "errored", error };
}

/** A case whose evaluators were cut off by the caller was cancelled, not broken. */
function scoredEnd(
  { signal }: Pick<CasesContext, "signal">,
  outputs: unknown,
  scores: Scores,
): CaseEnd {
  const isCutOff =
    signal?.aborted === true && Object.values(scores).some(({ state }) => state === "error");
  return isCutOff
    ? {
        outcome: "cancelled",
        error: "The evaluation was cancelled while the case was scored.",
        outputs,
        scores,
      }
    : { outcome: outcomeOfScores(scores), error: undefined, outputs, scores };
}

function outcomeOfError(error: unknown): CaseOutcome {
  if (error instanceof HoneyHiveError && error.code === "CASE_TIMED_OUT") return "timed-out";
  if (error instanceof HoneyHiveError && error.code === "CANCELLED") return "cancelled";
  return "errored";
}

/**
 * The wire's form: each value under the metric's name, its explanation beside it.
 *
 * @returns the states without a value, and those whose explanation's name is that of another metric
 */
function recordScores(span: TracedSpan, scores: Scores): JsonObject | undefined {
  let states: Record<string, ScoreState> | undefined;
  for (const name in scores) {
    const score = scores[name];
    if (score?.state === "scored") {
      setPayload(span, "metrics", name, score.value);
      if (score.explanation !== undefined) recordExplanation(span, scores, name);
      const explained = explainedName(name);
      const other = explained === undefined ? undefined : scores[explained];
      if (explained !== undefined && other?.state === "scored") (states ??= {})[explained] = other;
    } else if (score !== undefined) {
      (states ??= {})[name] = score;
    }
  }
  return states;
}

/** Unless another metric has that name. */
function recordExplanation(span: TracedSpan, scores: Scores, metric: string): void {
  const name = explanationName(metric);
  const score = scores[metric];
  if (score?.state !== "scored" || scores[name]?.state === "scored") return;
  setPayload(span, "metrics", name, score.explanation);
}
