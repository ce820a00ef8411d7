import { evaluationKey } from "@honeyhive/contract";

import type { OpenRun } from "../runs/open-run.js";
import type { CaseResult } from "../types/case-result.js";
import type { EvaluationCase } from "../types/evaluation-case.js";
import type { Budget } from "./budget.js";
import { toSessionMetadata } from "./session-metadata.js";

/** A case that never began, and what it counts as. */
export interface UnbegunCase {
  readonly evaluationCase: EvaluationCase;
  readonly result: CaseResult;
}

/** Cases that must not begin any more, because the run has stopped. */
export class UnbegunCases {
  readonly all: UnbegunCase[] = [];
  private readonly run: Pick<OpenRun, "sessionIdOf">;
  private readonly signal: AbortSignal | undefined;
  private readonly budget: Pick<Budget, "stopReason">;

  constructor(
    run: Pick<OpenRun, "sessionIdOf">,
    signal: AbortSignal | undefined,
    budget: Pick<Budget, "stopReason">,
  ) {
    this.run = run;
    this.signal = signal;
    this.budget = budget;
  }

  /** What the case counts as; undefined while the run goes on. */
  leave(evaluationCase: EvaluationCase): CaseResult | undefined {
    const isCancelled = this.signal?.aborted === true;
    const { stopReason } = this.budget;
    if (!isCancelled && stopReason === undefined) return undefined;
    const { id: datapointId, ...row } = evaluationCase;
    const result: CaseResult = {
      ...row,
      datapointId,
      sessionId: this.run.sessionIdOf(evaluationCase),
      durationMs: 0,
      attempts: 0,
      cost: undefined,
      cachedCalls: undefined,
      cachedFunctionCalls: undefined,
      usage: undefined,
      outcome: isCancelled ? "cancelled" : "skipped",
      error: isCancelled
        ? "The evaluation was cancelled before the case began."
        : `The run had stopped: ${stopReason}.`,
      outputs: undefined,
      scores: {},
    };
    this.all.push({ evaluationCase, result });
    return result;
  }
}

/**
 * Tells the server of cases that never began, so that its denominators are those of the result: a session each, without a
 * trace. Servers to which that would be requests for each of them are told of what has begun alone.
 *
 * @param signal ends it
 * @returns sessions that the server has not been told of
 */
export async function recordUnbegun(
  cases: readonly UnbegunCase[],
  { owner, tracerFor }: Pick<OpenRun, "owner" | "tracerFor">,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const untold = new Set(cases.map(({ result }) => result.sessionId));
  const { isEnabled, pipeline } = owner.core;
  if (!isEnabled || !pipeline.takesBatches) return untold;
  for (const { evaluationCase, result } of cases) {
    const room = pipeline.waitForRoom(signal);
    if (room !== undefined) await room;
    if (signal.aborted) break;
    const { id, wireId, contentHash, trial, groundTruth, metadata } = evaluationCase;
    tracerFor(evaluationCase).core.session.tell({
      feedback: groundTruth === undefined ? undefined : { ground_truth: groundTruth },
      metadata: {
        ...toSessionMetadata(metadata),
        [evaluationKey.outcome]: result.outcome,
        [evaluationKey.contentHash]: contentHash,
        [evaluationKey.caseId]: id === wireId ? undefined : id,
        trial: trial > 0 ? trial : undefined,
      },
    });
    untold.delete(result.sessionId);
  }
  return untold;
}
