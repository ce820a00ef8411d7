import { instrumentModules } from "../model-clients/instrument-modules.js";
import { bindInstrumentors } from "../foreign/instrumentors.js";
import { createLogger } from "../lib/logger.js";
import { openCache } from "./cache/open-cache.js";
import { findBaseline } from "./runs/baseline.js";
import { guardExit } from "./cases/guard-exit.js";
import { listenForUncaught } from "./cases/uncaught-errors.js";
import { listenForInterruption } from "./cases/interruption.js";
import { modernise } from "./legacy-options.js";
import type { OlderEvaluationResult } from "./older-result.js";
import { closeRun, sumUp } from "./close-run.js";
import { deliver } from "./deliver.js";
import { openRun, type OpenRun } from "./runs/open-run.js";
import { describeRunEnvironment } from "./runs/run-environment.js";
import { describeCommand } from "./report/reproduce-command.js";
import type { RunStart } from "./types/reporter.js";
import { runReporters } from "./report/run-reporters.js";
import { withProgramDefaults } from "./program-defaults.js";
import { resolveEvaluation } from "./resolve-evaluation.js";
import type { ResolvedEvaluation } from "./types/resolved-evaluation.js";
import { runCases } from "./cases/run-cases.js";
import { resolveDestination } from "./server/resolve-destination.js";
import { recallRunScores, runRunEvaluators } from "./scoring/run-run-evaluators.js";
import { statusOfRun } from "./runs/summarise.js";
import type { EvaluationDefinition } from "./define-evaluation.js";
import type { EvaluateOptions } from "./types/evaluate-options.js";
import type { CaseResult } from "./types/case-result.js";
import type { EvaluationResult } from "./types/evaluation-result.js";
import type { RunScore } from "./types/run-evaluator.js";
import type { AnyDatapoint, DatapointInput, DescribedRow } from "./types/datapoint.js";

/**
 * What `evaluate` of `lazy.ts` does, which is the public one. Inside, rows and outputs are of any type: they only meet the
 * functions that were checked against them by the signature.
 */
export async function evaluate<Row extends AnyDatapoint = DatapointInput, Output = unknown>(
  given: EvaluateOptions<Row, Output>,
): Promise<EvaluationResult<DescribedRow<Row>, Output> & OlderEvaluationResult> {
  const logger = createLogger({ isVerbose: false });
  const said = modernise(given as unknown as EvaluationDefinition, logger);
  const destination = resolveDestination(said);
  const options = withProgramDefaults(said, destination);
  const evaluation = await resolveEvaluation(options, destination);
  await instrumentModules(options.instrumentModules ?? {}, logger);
  const before = await findBaseline(options, evaluation, destination, logger);
  const startedAt = performance.now();
  const environment = await describeRunEnvironment(destination);
  const run = await openRun(options, evaluation, destination, environment);
  const reporters = runReporters(evaluation.reporters, logger);
  const interruption = listenForInterruption(options);
  const { cache, release: releaseCache } = openCache(evaluation.cache, logger);
  const unbind = bindInstrumentors(options.instrumentors ?? [], logger);
  const { uncaught, unlisten } = listenForUncaught(options.handleUncaught === true, logger);
  const unguard = guardExit(run, evaluation.cases.length);
  try {
    const flushed = await run.owner.flush(0);
    reporters.start(describeStart(run, evaluation));
    const scope = { signal: interruption.signal, cache, uncaught };
    const casesRun = await runCases(options, evaluation, run, reporters, scope);
    run.journal?.end(statusOfRun(casesRun.cases));
    await cache?.settle();
    const ended = {
      run,
      evaluation,
      destination,
      casesRun,
      baseline: before,
      options,
      startedAt,
      environment,
      reproduceCommand: describeCommand(options.reproduceCommand),
      cache: cache?.summarise(),
      reportErrors: reporters.errors,
    };
    const summary = await sumUp(ended);
    if (interruption.signal?.aborted === true) reporters.cancel(summary);
    const interrupted = interruption.comes.then(() => interruption.say(summary));
    const delivered = await deliver(ended, flushed, { interrupted, logger });
    const runScores = await scoreRun(options, summary.cases, evaluation, run);
    const result = await closeRun(ended, summary, { ...delivered, runScores });
    await reporters.end(result);
    unguard();
    await interruption.exit(result);
    return result as EvaluationResult<DescribedRow<Row>, Output> & OlderEvaluationResult;
  } finally {
    interruption.release();
    unlisten();
    unguard();
    run.journal?.close();
    unbind();
    releaseCache();
    await run.owner.shutdown(0);
    run.endKeeping();
  }
}

/** Where a run had ended and no case ran again, what was said of it then. */
async function scoreRun(
  { runEvaluators }: Pick<EvaluateOptions<DatapointInput, unknown>, "runEvaluators">,
  cases: readonly CaseResult[],
  evaluation: ResolvedEvaluation,
  { recorded, journal }: OpenRun,
): Promise<readonly RunScore[]> {
  const said = journal?.count === 0 ? recallRunScores(runEvaluators, recorded?.results) : undefined;
  return said ?? runRunEvaluators(runEvaluators, cases, evaluation);
}

function describeStart({ record, name }: OpenRun, { cases, trials }: ResolvedEvaluation): RunStart {
  return { runId: record.runId, name, total: cases.length, trials };
}
