import { runWithCache, type ModelCache } from "../cache/model-cache.js";
import { AdaptiveLimit } from "./adaptive-limit.js";
import { Budget } from "./budget.js";
import type { OpenRun } from "../runs/open-run.js";
import { keyOfCase } from "../journal/journal.js";
import type { RunReporters } from "../report/run-reporters.js";
import type { ResolvedEvaluation } from "../resolve-evaluation.js";
import { runCase, type CaseContext } from "./run-case.js";
import { runPool } from "./run-pool.js";
import { defaultRetryDelays } from "./run-with-retries.js";
import { shareSignal } from "./share-signal.js";
import type { CaseResult, Datapoint, DatapointInput, EvaluateOptions } from "../types.js";

export interface CasesScope {
  readonly signal: AbortSignal | undefined;
  readonly cache: ModelCache | undefined;
}

export interface CasesRun {
  readonly cases: readonly CaseResult[];
  readonly budget: Budget;
  readonly lowestConcurrency: number;
}

/** Runs every case, within the limits of the evaluation. */
export async function runCases<Row extends DatapointInput, Output>(
  options: EvaluateOptions<Row, Output>,
  evaluation: ResolvedEvaluation,
  run: OpenRun,
  reporters: RunReporters,
  { signal, cache }: CasesScope,
): Promise<CasesRun> {
  const shared = shareSignal(signal);
  const limit = new AdaptiveLimit(evaluation.concurrency);
  const judges = new AdaptiveLimit(evaluation.judgeConcurrency);
  const budget = new Budget(evaluation);
  const total = evaluation.cases.length;
  let completed = 0;
  const report = (latest: CaseResult): void =>
    reporters.endCase({ completed: ++completed, total, latest });
  const cases = await runPool(evaluation.cases, evaluation.concurrency, async (evaluationCase) => {
    const earlier = run.recorded?.cases.get(keyOfCase(evaluationCase.id, evaluationCase.trial));
    if (earlier !== undefined) {
      // Lines of JSON have no place for what is undefined, and rows know their own inputs best.
      const { trial: _, id: __, ...row } = evaluationCase;
      const resumed = { ...blank, ...earlier, ...row };
      budget.add(resumed);
      report(resumed);
      return resumed;
    }
    // A case that ends faster than its traces leave waits here, not in memory.
    const room = run.owner.core.pipeline.waitForRoom(shared.signal);
    if (room !== undefined) await room;
    return limit.run(async (turn) => {
      const { index, trial, id: datapointId } = evaluationCase;
      reporters.startCase({ index, trial, datapointId });
      const caseCache = cache?.forCase(trial);
      const context: CaseContext = {
        tracer: run.tracerFor(evaluationCase),
        functionName: evaluation.functionName,
        // Rows were checked to have this shape; `Row` is what the caller knows of them beyond it.
        call: (datapoint, tracer) => options.function(datapoint as Datapoint<Row>, tracer),
        evaluators: evaluation.evaluators,
        timeoutMs: evaluation.timeoutMs,
        retry: { ...defaultRetryDelays, retries: evaluation.retries },
        turn,
        judges,
        signal: shared.signal,
        skipReason: budget.stopReason,
        cache: caseCache,
      };
      const latest = await runWithCache(caseCache, () => runCase(evaluationCase, context));
      budget.add(latest);
      run.journal?.append(latest);
      report(latest);
      return latest;
    });
  });
  shared.release();
  return { cases, budget, lowestConcurrency: limit.lowestLimit };
}

const blank = { outputs: undefined, error: undefined, cost: undefined, cachedCalls: undefined };
