import {
  bucketAttribute,
  evaluationKey,
  type CaseOutcome,
  type JsonObject,
  type ScoreState,
} from "@honeyhive/contract";

import { HoneyHiveError } from "../../errors.js";
import { describeError, recordError } from "../../wrap/record-error.js";
import { callTraced } from "../../wrap/wrap-function.js";
import { applyOutputs, isObject } from "../../enrich/enrichment.js";
import { setCaptured, setPayload } from "../../wrap/payload.js";
import type { HoneyHiveSpan } from "../../otel/span.js";
import { outcomeOfScores } from "../scoring/score.js";
import { scoreCase } from "../scoring/score-case.js";
import type { CaseResult } from "../types.js";
import { runWithRetries } from "./run-with-retries.js";
import type { CasesContext, RunningCase } from "./running-case.js";
import type { TimeLimit } from "./time-limits.js";

/** What the function came to, before and after scoring. */
type CaseEnd = Pick<CaseResult, "outcome" | "error" | "outputs" | "scores">;

/**
 * Runs one case in its own session: the function and its evaluators are one trace, whose root carries the scores and the
 * outcome. Never rejects: whatever happens becomes the case's outcome.
 */
export async function runCase(running: RunningCase): Promise<CaseResult> {
  const { evaluationCase, meter } = running;
  const { core, sessionId } = running.tracer;
  const recorded = {
    eventName: running.run.functionName,
    captureInputs: () => evaluationCase.inputs,
    captureOutputs: false,
  };
  const end = await callTraced(core, recorded, (span) => runAndRecord(running, span));
  const { outcome, error, outputs, scores } = end;
  if (core.isEnabled) {
    const { groundTruth } = evaluationCase;
    void core.session.update({
      outputs: outputs === undefined || isObject(outputs) ? outputs : { result: outputs },
      feedback: groundTruth === undefined ? undefined : { ground_truth: groundTruth },
      metadata: { [evaluationKey.outcome]: outcome },
    });
  }
  return {
    index: evaluationCase.index,
    trial: evaluationCase.trial,
    datapointId: evaluationCase.id,
    wireId: evaluationCase.wireId,
    contentHash: evaluationCase.contentHash,
    sessionId,
    inputs: evaluationCase.inputs,
    groundTruth: evaluationCase.groundTruth,
    durationMs: meter.durationMs,
    attempts: meter.attempts,
    cost: meter.cost,
    cachedCalls: running.cache?.hits,
    outcome,
    error,
    outputs,
    scores,
  };
}

async function runAndRecord(
  running: RunningCase,
  span: HoneyHiveSpan | undefined,
): Promise<CaseEnd> {
  let end: CaseEnd;
  try {
    end =
      running.skipReason === undefined
        ? await runAndScore(running, span)
        : skippedEnd(running.skipReason);
  } catch (error) {
    if (span !== undefined && error !== null && error !== undefined) recordError(span, error);
    end = failedEnd(outcomeOfError(error), describeError(error).message);
  }
  if (span !== undefined) recordEnd(span, running, end);
  return end;
}

async function runAndScore(
  running: RunningCase,
  span: HoneyHiveSpan | undefined,
): Promise<CaseEnd> {
  const { meter, cache } = running;
  const outputs = await callFunction(running);
  meter.cachedCalls = cache?.hits ?? 0;
  meter.endStretch();
  if (span !== undefined) applyOutputs(span, outputs);
  const scoring = scoreCase(running, outputs);
  const scores = scoring instanceof Promise ? await scoring : scoring;
  meter.endStretch();
  return { ...scoredEnd(scores, running.run), outputs, scores };
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
  cachedCalls: bucketAttribute("metadata", "cached_calls"),
};

/** What the case's own span says of it. */
function recordEnd(span: HoneyHiveSpan, running: RunningCase, end: CaseEnd): void {
  const { meter, cache } = running;
  const { groundTruth, contentHash, id, wireId, trial } = running.evaluationCase;
  setCaptured(span, attribute.groundTruth, groundTruth);
  recordScores(span, end.scores);
  setCaptured(span, attribute.outcome, end.outcome);
  setCaptured(span, attribute.scoreStates, unscoredStates(end.scores));
  setCaptured(span, attribute.contentHash, contentHash);
  if (id !== wireId) setCaptured(span, attribute.caseId, id);
  if (trial > 0) setCaptured(span, attribute.trial, trial);
  if (meter.attempts > 1) setCaptured(span, attribute.attempts, meter.attempts);
  setCaptured(span, attribute.cachedCalls, cache?.hits || undefined);
}

function callFunction(running: RunningCase): unknown {
  const { run, evaluationCase, meter, turn, tracer } = running;
  const { id, inputs, groundTruth, trial } = evaluationCase;
  const call = (limit: TimeLimit): unknown =>
    run.call(
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
    );
  const attempt = (): unknown => {
    meter.startAttempt();
    return run.limits.run(call, meter.endAttempt);
  };
  return runWithRetries(attempt, run.retry, turn, run.signal);
}

function skippedEnd(reason: string): CaseEnd {
  return failedEnd("skipped", `The run had stopped: ${reason}.`);
}

/** Of a case that has nothing to score. */
function failedEnd(outcome: CaseOutcome, error: string): CaseEnd {
  return { outcome, error, outputs: undefined, scores: {} };
}

/** A case whose evaluators were cut off by the caller was cancelled, not broken. */
function scoredEnd(
  scores: Readonly<Record<string, ScoreState>>,
  { signal, evaluators }: Pick<CasesContext, "signal" | "evaluators">,
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

/** The wire's form: each value under the metric's name, its explanation beside it. */
function recordScores(span: HoneyHiveSpan, scores: Readonly<Record<string, ScoreState>>): void {
  for (const [name, score] of Object.entries(scores)) {
    if (score.state !== "scored") continue;
    setPayload(span, "metrics", name, score.value);
    setPayload(span, "metrics", `${name}_explanation`, score.explanation);
  }
}

function unscoredStates(scores: Readonly<Record<string, ScoreState>>): JsonObject | undefined {
  const entries = Object.entries(scores).filter(([, score]) => score.state !== "scored");
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
