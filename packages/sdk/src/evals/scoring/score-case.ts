import type { ScoreState } from "@honeyhive/contract";

import type { CaseMeter } from "../cases/case-meter.js";
import type { EvaluationCase } from "../cases/resolve-cases.js";
import type { NamedEvaluator } from "./resolve-evaluators.js";
import type { CaseContext } from "../cases/run-case.js";
import { runWithRetries } from "../cases/run-with-retries.js";
import { errorScore, toScores } from "./score.js";
import { withTimeLimit, type TimeLimit } from "../cases/with-time-limit.js";
import { callTraced } from "../../wrap/wrap-function.js";

export interface Scoring {
  readonly evaluationCase: EvaluationCase;
  readonly outputs: unknown;
  readonly context: CaseContext;
  readonly meter: CaseMeter;
}

/** Runs the evaluators side by side, each a span below the case's. One that fails leaves an error as its score. */
export async function scoreCase(scoring: Scoring): Promise<Record<string, ScoreState>> {
  const { evaluators, judges } = scoring.context;
  const scores = evaluators.map((evaluator) =>
    judges.run(async (turn): Promise<Record<string, ScoreState>> => {
      try {
        const { retry, signal } = scoring.context;
        return await runWithRetries(() => scoreOnce(evaluator, scoring), retry, turn, signal);
      } catch (error) {
        return { [evaluator.name]: errorScore(error) };
      }
    }),
  );
  return mergeScores(await Promise.all(scores));
}

/** A group may make a name that another evaluator has: neither value may hide the other. */
function mergeScores(parts: readonly Record<string, ScoreState>[]): Record<string, ScoreState> {
  const merged: Record<string, ScoreState> = {};
  for (const part of parts) {
    for (const [name, score] of Object.entries(part)) {
      merged[name] = Object.hasOwn(merged, name) ? nameTaken(name) : score;
    }
  }
  return merged;
}

function nameTaken(name: string): ScoreState {
  const message = `Expected one evaluator to give "${name}", got two. Rename one of them.`;
  return { state: "error", message };
}

function scoreOnce(
  evaluator: NamedEvaluator,
  scoring: Scoring,
): Promise<Record<string, ScoreState>> {
  const { evaluationCase, outputs, context, meter } = scoring;
  const { id: datapointId, inputs, groundTruth, trial } = evaluationCase;
  const { cost, durationMs, addCost, cachedCalls } = meter;
  const { tracer, timeoutMs } = context;
  const call = (limit: TimeLimit): unknown =>
    evaluator.evaluate(outputs, inputs, groundTruth, {
      datapointId,
      trial,
      durationMs,
      cost,
      addCost,
      cachedCalls,
      get signal() {
        return limit.signal;
      },
    });
  const recorded = {
    eventName: evaluator.name,
    captureInputs: () => ({ outputs, ground_truth: groundTruth }),
    captureOutputs: false,
    metadata: { evaluator: true },
  };
  return callTraced(tracer.core, recorded, async () => {
    const returned = await withTimeLimit(timeoutMs, context.signal, call);
    const scores = toScores(evaluator.name, returned);
    const failed = Object.values(scores).find((score) => score.state === "error");
    tracer.enrichSpan({
      outputs: returned,
      error: failed === undefined ? undefined : new TypeError(failed.message),
    });
    return scores;
  });
}
