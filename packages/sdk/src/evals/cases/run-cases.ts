import { createLogger } from "../../lib/logger.js";
import { runWithCache, type ModelCache } from "../cache/model-cache.js";
import { AdaptiveLimit, type Turn } from "../limits/adaptive-limit.js";
import { Budget } from "./budget.js";
import type { OpenRun } from "../runs/open-run.js";
import { keyOfCase } from "../journal/journal-lines.js";
import { caseName } from "../report/case-name.js";
import type { RunReporters } from "../report/run-reporters.js";
import type { ResolvedEvaluation } from "../types/resolved-evaluation.js";
import { restoreCases } from "./restore-case.js";
import { runCase, tellSession } from "./run-case.js";
import { PythonOrder } from "./python-order.js";
import type { CasesContext, RunningCase } from "./running-case.js";
import { UnbegunCases, type UnbegunCase } from "./unbegun-cases.js";
import { runPool } from "./run-pool.js";
import { CaseMeter, type MeterRules } from "./case-meter.js";
import { priceCalls } from "../usage/price-calls.js";
import type { EvaluationCase } from "../types/evaluation-case.js";
import { TimeLimits } from "../limits/time-limits.js";
import type { CaseErrors, UncaughtErrors } from "./uncaught-errors.js";
import { retryOptions } from "../limits/retry-after.js";
import { shareSignal } from "./share-signal.js";
import type { EvaluateOptions } from "../types/evaluate-options.js";
import type { RestoredCases } from "../types/evaluation-result.js";
import type { CaseResult } from "../types/case-result.js";
import type { AnyDatapoint, Datapoint } from "../types/datapoint.js";

export interface CasesScope {
  readonly signal: AbortSignal | undefined;
  readonly cache: ModelCache | undefined;
  /** Undefined where errors that nobody catches end the process. */
  readonly uncaught: UncaughtErrors | undefined;
}

export interface CasesRun {
  readonly cases: readonly CaseResult[];
  readonly budget: Budget;
  readonly restored: RestoredCases | undefined;
  readonly lowestConcurrency: number;
  /** Knows what is still to be told; undefined where all requests leave when they are due. */
  readonly order: PythonOrder | undefined;
  /** What came of cases that had ended. */
  readonly lateErrors: readonly string[];
  /** In `cases` too. */
  readonly unbegun: readonly UnbegunCase[];
}

/** How long the last of a call's traces is waited for, once it was told that nobody waits for its answer. */
const abandonedGraceMs = 500;

/** Runs every case, within the limits of the evaluation. */
export async function runCases<Row extends AnyDatapoint, Output>(
  options: EvaluateOptions<Row, Output>,
  evaluation: ResolvedEvaluation,
  run: OpenRun,
  reporters: RunReporters,
  { signal, cache, uncaught }: CasesScope,
): Promise<CasesRun> {
  const shared = shareSignal(signal);
  const limit = new AdaptiveLimit(evaluation.concurrency);
  const total = evaluation.cases.length;
  const budget = new Budget({ ...evaluation, total }, createLogger({ isVerbose: false }));
  budget.recall(run.recorded);
  const end = countEnded(budget, reporters, total);
  const order = evaluation.wire === "python" ? new PythonOrder(run, signal) : undefined;
  const context = casesContext(options, evaluation, { signal: shared.signal, run, order });
  const metering = meterRules(options, run, budget);
  const { pipeline } = run.owner.core;
  const restored = await restoreCases(evaluation, run, shared.signal);
  const unbegun = new UnbegunCases(run, shared.signal, budget);
  const onEnd = (latest: CaseResult): CaseResult => {
    run.journal?.append(latest);
    order?.keep();
    return end(latest);
  };
  const cases = await runPool(evaluation.cases, evaluation.concurrency, {
    recall: (evaluationCase) => {
      const earlier = run.recorded?.cases.get(keyOfCase(evaluationCase.id, evaluationCase.trial));
      if (earlier !== undefined) return end(withoutGaps(earlier, evaluationCase));
      const left = unbegun.leave(evaluationCase);
      return left === undefined ? undefined : onEnd(left);
    },
    // A case that ends faster than its traces leave waits here, not in memory.
    enter: () => {
      const room = pipeline.waitForRoom(shared.signal);
      return room === undefined ? limit.enter() : room.then(() => limit.enter());
    },
    run: (evaluationCase, turn) => {
      // The run may have stopped while it waited.
      const left = unbegun.leave(evaluationCase);
      if (left !== undefined) return Promise.resolve(left);
      const { index, trial, id: datapointId } = evaluationCase;
      reporters.startCase({ index, trial, datapointId });
      return beginCase(evaluationCase, turn, { context, run, cache, uncaught, metering, order });
    },
    onEnd,
  });
  await context.limits.settleStopped(abandonedGraceMs);
  await uncaught?.settle();
  shared.release();
  return {
    cases,
    budget,
    restored,
    lowestConcurrency: limit.lowestLimit,
    order,
    lateErrors: uncaught?.late ?? [],
    unbegun: unbegun.all,
  };
}

/** @returns what is called with each case that has ended, and returns it */
function countEnded(
  budget: Budget,
  reporters: RunReporters,
  total: number,
): (latest: CaseResult) => CaseResult {
  let completed = 0;
  return (latest) => {
    budget.add(latest);
    reporters.endCase({ completed: ++completed, total, latest });
    return latest;
  };
}

interface CaseScope extends Pick<CasesScope, "cache" | "uncaught"> {
  readonly context: CasesContext;
  readonly run: OpenRun;
  readonly metering: MeterRules;
  readonly order: PythonOrder | undefined;
}

function meterRules(
  { prices }: Pick<EvaluateOptions<AnyDatapoint, unknown>, "prices">,
  { journal }: OpenRun,
  budget: Budget,
): MeterRules {
  return {
    onLateCost: (usd) => {
      budget.spend(usd);
      journal?.addCost(usd);
    },
    onWrongCost: budget.sayWrongCost,
    price: priceCalls(prices, createLogger({ isVerbose: false })),
  };
}

/** Of cases that have begun before: what was skipped has not. */
function repeatedKeys(recorded: OpenRun["recorded"]): ReadonlySet<string> {
  const begun = recorded?.unfinished.filter(({ outcome }) => outcome !== "skipped") ?? [];
  return new Set(begun.map(({ datapointId, trial }) => keyOfCase(datapointId, trial)));
}

function beginCase(
  evaluationCase: EvaluationCase,
  turn: Turn,
  { context, run, cache, uncaught, metering, order }: CaseScope,
): Promise<CaseResult> {
  const caseCache = cache?.forCase(evaluationCase.trial);
  const start = (caseErrors?: CaseErrors): Promise<CaseResult> => {
    const meter = new CaseMeter(caseCache, metering);
    const tracer = run.tracerFor(evaluationCase);
    tracer.core.spanObserver = meter;
    const running: RunningCase = {
      run: context,
      evaluationCase,
      tracer,
      isRepeated: context.repeated.has(keyOfCase(evaluationCase.id, evaluationCase.trial)),
      turn,
      cache: caseCache,
      meter,
      uncaught: caseErrors,
      thrownAt: undefined,
    };
    const begin = (): Promise<CaseResult> => runWithCache(caseCache, () => runCase(running));
    return order?.runCase(running.tracer, begin) ?? begin();
  };
  const name = `${caseName(evaluationCase)} (${evaluationCase.id})`;
  return uncaught?.runCase(name, start) ?? start();
}

function casesContext<Row extends AnyDatapoint, Output>(
  options: EvaluateOptions<Row, Output>,
  evaluation: ResolvedEvaluation,
  { signal, run, order }: Pick<CasesContext, "signal"> & Pick<CaseScope, "run" | "order">,
): CasesContext {
  return {
    functionName: evaluation.functionName,
    // Rows were checked to have this shape; `Row` is what the caller knows of them beyond it.
    call: (datapoint, tracer) => options.function(datapoint as Datapoint<Row>, tracer),
    evaluators: evaluation.evaluators,
    limits: new TimeLimits(evaluation.timeoutMs, signal),
    retry: retryOptions(options.retries),
    judges: new AdaptiveLimit(evaluation.judgeConcurrency),
    repeated: repeatedKeys(run.recorded),
    tellSession: order?.tellLater ?? tellSession,
    signal,
  };
}

/** Lines of JSON have no place for what is undefined, and rows know their own inputs best. */
function withoutGaps(earlier: CaseResult, evaluationCase: EvaluationCase): CaseResult {
  const { trial: _, id: __, ...row } = evaluationCase;
  return { ...blank, ...earlier, ...row };
}

const blank = {
  thrownAt: undefined,
  outputs: undefined,
  error: undefined,
  cost: undefined,
  usage: undefined,
  cachedCalls: undefined,
  cachedFunctionCalls: undefined,
};
