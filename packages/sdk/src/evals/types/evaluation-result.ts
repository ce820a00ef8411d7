import type {
  AggregateFunction,
  CaseOutcome,
  JsonObject,
  PassRate,
  RunStatus,
} from "@honeyhive/contract";

import type { FlushResult } from "../../pipeline/pipeline.js";
import type { CaseResult } from "./case-result.js";
import type { AppliedSelection } from "./case-selection.js";
import type { AnyDatapoint } from "./datapoint.js";
import type { GateResult } from "./gate.js";
import type { MetadataSlice } from "./metadata-slice.js";
import type { MetricSummary } from "./metric-summary.js";
import type { CacheSummary } from "./model-cache.js";
import type { RunUsage } from "./model-usage.js";
import type { RunEnvironment } from "./run-environment.js";
import type { RunScore } from "./run-evaluator.js";
import type { RunsComparison } from "./runs-comparison.js";

export interface RestoredCases {
  readonly total: number;
  /** Of which the server has the results alone: what happened inside of them is lost. */
  readonly withoutSpans: number;
}

/** What is known of a run as soon as its last case has ended. */
export interface CasesSummary<Row extends AnyDatapoint = AnyDatapoint, Output = unknown> {
  readonly runId: string;
  readonly name: string;
  readonly status: RunStatus;
  /** How `aggregate` of the metrics was made. */
  readonly aggregateFunction: AggregateFunction;
  readonly datasetId: string;
  /** The run's page in the UI of the server; undefined when the server could not be reached. */
  readonly url: string | undefined;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** What the evaluation was configured with, as the run on the server has it. */
  readonly configuration: JsonObject;
  /** What the run says of itself there: `environment`, and the `metadata` of the call. */
  readonly metadata: JsonObject;
  readonly environment: RunEnvironment;
  /** Undefined when every case of the dataset was selected. */
  readonly selection: AppliedSelection | undefined;
  /** Runs one case again: `{id}` stands for its id, or another form of it (`{id:pattern}`, `{id:list}`). */
  readonly reproduceCommand: string;
  /** In the order of the dataset. */
  readonly cases: readonly CaseResult<Row, Output>[];
  readonly outcomes: Readonly<Record<CaseOutcome, number>>;
  readonly metrics: readonly MetricSummary[];
  /** For each key of `sliceBy`: the same of the rows that say the same. */
  readonly slices: readonly MetadataSlice[];
  /** pass@k and pass^k for k = 1 to `trials`; empty with one trial. Skipped and cancelled trials are not counted. */
  readonly passRates: readonly PassRate[];
  /** Mean of the metrics' means by the weights of their evaluators; null when no metric has a mean. */
  readonly weightedScore: number | null;
  /** Of the metrics that are in it. Undefined, and the score in no report, where no evaluator was given a weight. */
  readonly weights: Readonly<Record<string, number>> | undefined;
  /** Against `baseline`. */
  readonly comparison: RunsComparison | undefined;
  readonly gates: readonly GateResult[];
  /** Why not every case was run: a budget was used up, or the evaluation was cancelled. */
  readonly stopReason: string | undefined;
  /** US dollars, as reported with `addCost` and by `prices` of traced calls; undefined when nothing is known. */
  readonly cost: number | undefined;
  /** Of models, over all cases; undefined when no call of a model was traced. */
  readonly usage: RunUsage | undefined;
  /** The fewest cases at a time that rate limits have forced; `concurrency` when there were none. */
  readonly lowestConcurrency: number;
  /** From the call of `evaluate()` until its cases had ended; waiting for a server comes afterwards. */
  readonly durationMs: number;
  /** From which the run can be resumed; undefined when there is none. */
  readonly journalPath: string | undefined;
  /** Cases that were not run because the resumed run had ended them. */
  readonly resumedCases: number;
  /** Of those, what the interrupted run had not delivered and this one has sent; undefined when that was nothing. */
  readonly restoredCases: RestoredCases | undefined;
  /** Undefined without a cache. */
  readonly cache: CacheSummary | undefined;
  /** Why reports are missing, one message each; `isGoodResult()` is false then. */
  readonly reportErrors: readonly string[];
  /**
   * What cases had left running and nobody caught, after they had ended; `isGoodResult()` is false then. With
   * `handleUncaught` alone: otherwise such an error ends the process.
   */
  readonly lateErrors: readonly string[];
  /** Why the server knows nothing of the run, or not all. Undefined where tracing is off on purpose. */
  readonly serverError: string | undefined;
}

export interface EvaluationResult<
  Row extends AnyDatapoint = AnyDatapoint,
  Output = unknown,
> extends CasesSummary<Row, Output> {
  /** What `runEvaluators` came to. */
  readonly runScores: readonly RunScore[];
  /** What became of the spans and updates. */
  readonly delivery: FlushResult;
}
