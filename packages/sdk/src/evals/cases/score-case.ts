import { bucketAttribute } from "@honeyhive/contract";

import { copyPlain } from "../../lib/copy-plain.js";
import { describeError } from "../../lib/describe-error.js";
import { throwSite } from "../../lib/throw-site.js";
import { applyOutputs } from "../../enrich/enrichment.js";
import type { TracedSpan } from "../../core/scope.js";
import { setCaptured } from "../../core/payload.js";
import { recordError } from "../../core/record-error.js";
import { callInSpan } from "../../wrap/call-in-span.js";
import { copyOutputs } from "../../lib/copy-outputs.js";
import type { Turn } from "../limits/adaptive-limit.js";
import type { RunningCase } from "./running-case.js";
import { retryAfter } from "../limits/retry-after.js";
import { withSignal, type TimeLimit } from "../limits/time-limits.js";
import type { NamedEvaluator } from "../types/evaluator.js";
import {
  errorScore,
  mergeScores,
  toScores,
  withoutForeign,
  type Scores,
} from "../scoring/score.js";
import { yesOrNo } from "../scoring/yes-or-no.js";

/**
 * Runs the evaluators side by side, each a span below the case's. One that fails leaves an error as its score. Gives at
 * once what they give at once.
 */
export function scoreCase(running: RunningCase, outputs: unknown): Scores | Promise<Scores> {
  const { evaluators, judges } = running.run;
  const scores = evaluators.map((evaluator) => {
    const turn = judges.enter();
    return turn instanceof Promise
      ? turn.then((later) => scoreInTurn(evaluator, { running, outputs, turn: later }))
      : scoreInTurn(evaluator, { running, outputs, turn });
  });
  return areSettled(scores) ? mergeScores(scores) : settleScores(scores);
}

function areSettled(scores: readonly (Scores | Promise<Scores>)[]): scores is readonly Scores[] {
  return !scores.some((each) => each instanceof Promise);
}

/** None of them rejects. */
async function settleScores(scores: readonly (Scores | Promise<Scores>)[]): Promise<Scores> {
  const settled: Scores[] = [];
  for (const each of scores) settled.push(await each);
  return mergeScores(settled);
}

interface Scoring {
  readonly running: RunningCase;
  readonly outputs: unknown;
  readonly turn: Turn;
}

/** Neither throws nor rejects. */
function scoreInTurn(evaluator: NamedEvaluator, scoring: Scoring): Scores | Promise<Scores> {
  try {
    const scores = scoreOnce(evaluator, scoring);
    if (scores instanceof Promise) return scoreLater(scores, evaluator, scoring);
    scoring.turn.leave();
    return scores;
  } catch (error) {
    return scoreAgain(error, evaluator, scoring);
  }
}

async function scoreLater(
  pending: Promise<Scores>,
  evaluator: NamedEvaluator,
  scoring: Scoring,
): Promise<Scores> {
  try {
    const scores = await pending;
    scoring.turn.leave();
    return scores;
  } catch (error) {
    return scoreAgain(error, evaluator, scoring);
  }
}

/** What follows an attempt that has failed: the scores of a later one, or an error as the score. */
async function scoreAgain(
  failure: unknown,
  evaluator: NamedEvaluator,
  scoring: Scoring,
): Promise<Scores> {
  const { retry, signal } = scoring.running.run;
  const attempt = (): Scores | Promise<Scores> => scoreOnce(evaluator, scoring);
  try {
    return await retryAfter(failure, { attempt, options: retry, turn: scoring.turn, signal });
  } catch (error) {
    scoring.running.thrownAt ??= throwSite(describeError(error).stack);
    return { [evaluator.name]: errorScore(error) };
  } finally {
    scoring.turn.leave();
  }
}

function scoreOnce(
  evaluator: NamedEvaluator,
  { running, outputs }: Scoring,
): Scores | Promise<Scores> {
  const { evaluationCase, meter, tracer } = running;
  const { id: datapointId, inputs, groundTruth, metadata, trial } = evaluationCase;
  const { cost, usage, durationMs, addCost, events, cachedCalls } = meter;
  const call = (limit: TimeLimit): unknown =>
    // One that sorts the outputs or the ground truth does so for itself.
    evaluator.evaluate(
      copyOutputs(outputs),
      copyPlain(inputs),
      copyPlain(groundTruth),
      withSignal(
        {
          datapointId,
          metadata: copyPlain(metadata ?? {}),
          trial,
          durationMs,
          cost,
          usage,
          addCost,
          events,
          cachedCalls,
        },
        limit,
      ),
    );
  const recorded = { eventName: evaluator.name, captureInputs: false };
  return callInSpan(tracer.core, recorded, (span) => {
    if (span !== undefined) {
      setCaptured(span, attribute.isEvaluator, true);
      setCaptured(span, attribute.outputs, outputs);
      setCaptured(span, attribute.groundTruth, groundTruth);
    }
    let returned: unknown;
    try {
      returned = running.run.limits.run(call);
    } catch (error) {
      return endWithError(error, span);
    }
    if (!(returned instanceof Promise)) return endWithScores(evaluator, returned, span);
    return returned.then(
      (value: unknown) => endWithScores(evaluator, value, span),
      (error: unknown) => endWithError(error, span),
    );
  });
}

/** Put together once: doing so for each call takes longer than setting them. */
const attribute = {
  isEvaluator: bucketAttribute("metadata", "evaluator"),
  outputs: bucketAttribute("inputs", "outputs"),
  groundTruth: bucketAttribute("inputs", "ground_truth"),
};

function endWithScores(
  evaluator: NamedEvaluator,
  returned: unknown,
  span: TracedSpan | undefined,
): Scores {
  if (span === undefined) return checkedScores(evaluator, returned);
  try {
    const scores = checkedScores(evaluator, returned);
    applyOutputs(span, returned);
    const failed = firstError(scores);
    if (failed !== undefined) recordError(span, new TypeError(failed));
    span.end();
    return scores;
  } catch (error) {
    return endWithError(error, span);
  }
}

/** An evaluator that cannot say whether its value is good enough has failed; the others have not. */
function checkedScores({ name, asserts, rivals }: NamedEvaluator, returned: unknown): Scores {
  const given = toScores(name, returned);
  const scores = rivals.length === 0 ? given : withoutForeign(given, rivals);
  const score = scores[name];
  if (asserts === undefined || score?.state !== "scored") return scores;
  const isMet = yesOrNo(asserts(score.value), `\`asserts\` of "${name}"`);
  return isMet ? scores : { ...scores, [name]: { ...score, misses: true } };
}

/** What is wrong with the first of them that is an error. */
function firstError(scores: Scores): string | undefined {
  for (const name in scores) {
    const score = scores[name];
    if (score?.state === "error") return score.message;
  }
  return undefined;
}

function endWithError(error: unknown, span: TracedSpan | undefined): never {
  if (span !== undefined) {
    recordError(span, error);
    span.end();
  }
  throw error;
}
