import type {
  AggregateFunction,
  CaseOutcome,
  JsonObject,
  PassRate,
  RunStatus,
  ScoreState,
} from "@honeyhive/contract";

import type { TracerOptions } from "../config/options.js";
import type { InstrumentModules } from "../model-clients/instrument-modules.js";
import type { Instrumentor } from "../core/instrumentor.js";
import type { FlushResult } from "../pipeline/pipeline.js";
import type { HoneyHiveTracer } from "../tracer/tracer.js";
import type { CacheSummary } from "./cache/model-cache.js";
import type { CacheOptions } from "./cache/resolve-cache.js";
import type { AppliedSelection, CaseSelection } from "./cases/select-cases.js";
import type { ReporterSetting } from "./report/reporter.js";
import type { RunsComparison } from "./runs/compare-runs.js";
import type { Gate, GateResult } from "./runs/gates.js";
import type { RunEnvironment } from "./runs/run-environment.js";

/** A row of a dataset. `ground_truth` and `ground_truths` are read as `groundTruth`. */
export interface DatapointInput {
  readonly id?: string | undefined;
  readonly inputs: JsonObject;
  readonly groundTruth?: unknown;
}

/**
 * Rows, something that gives them one by one, or the path of a .csv, .tsv, .jsonl or .json file. Rows of files have the
 * type that is asked for: `evaluate<Row, Output>({ dataset: "cases.csv", … })`.
 */
export type Dataset<Row extends DatapointInput> =
  | Iterable<Row>
  | AsyncIterable<Row>
  | (() => Iterable<Row> | AsyncIterable<Row> | Promise<Iterable<Row> | AsyncIterable<Row>>)
  | string;

/** What the evaluated function gets. */
export interface Datapoint<Row extends DatapointInput = DatapointInput> {
  readonly id: string;
  readonly inputs: Row["inputs"];
  readonly groundTruth: Row["groundTruth"];
  /** Aborted when the case times out or the evaluation is cancelled. */
  readonly signal: AbortSignal;
  /** Which of the case's trials this is, from 0. */
  readonly trial: number;
  /**
   * Reports what the case has cost, in US dollars: adds to what was reported before, also for `maxCost`. Not counted when
   * `cache` answered all model calls of the function, or of the evaluators: then nothing was spent.
   */
  readonly addCost: (usd: number) => void;
}

/** What evaluators may know beside outputs, inputs and ground truth. */
export interface EvaluatorContext {
  readonly datapointId: string;
  readonly trial: number;
  /** How long the function took in its last attempt. */
  readonly durationMs: number;
  /** What has been reported with `addCost` so far; undefined when nothing was. */
  readonly cost: number | undefined;
  readonly addCost: (usd: number) => void;
  /** Model calls of the function that the cache answered: then its duration and cost are not those of a model. */
  readonly cachedCalls: number;
  /** Aborted when the evaluator's time is over or the evaluation is cancelled. */
  readonly signal: AbortSignal;
}

export type ScoreValue = number | boolean | string;

/** `null` and `undefined` mean "cannot be scored". Numbers must be finite. */
export type Score =
  | ScoreValue
  | null
  | undefined
  | { readonly score: ScoreValue | null; readonly explanation?: string | undefined }
  | ScoreGroup;

/** Several scores of one evaluator: each is a metric of its own, called `evaluator.name`. */
export interface ScoreGroup {
  readonly score?: never;
  readonly [name: string]: Score;
}

export type EvaluatorFunction<Row extends DatapointInput = DatapointInput, Output = unknown> = (
  outputs: Output,
  inputs: Row["inputs"],
  groundTruth: Row["groundTruth"],
  context: EvaluatorContext,
) => Score | Promise<Score>;

/** An evaluator with a name of its own, such as `evaluator()` makes; classes may implement it. */
export interface EvaluatorObject<Row extends DatapointInput = DatapointInput, Output = unknown> {
  readonly name: string;
  readonly evaluate: EvaluatorFunction<Row, Output>;
  /** Share of the metric in `weightedScore` of the result. Default 1; metrics of which less is better have none. */
  readonly weight?: number | undefined;
  /** True where less is better, as of times and costs: comparisons call less an improvement. Default false. */
  readonly lowerIsBetter?: boolean | undefined;
  /** False for a value fails the case. */
  readonly asserts?: ((value: number | boolean | string) => boolean) | undefined;
}

/**
 * What scorers of `autoevals` have and no other evaluator does. It does not say how they are called: a second kind of
 * call would keep the parameters of plain functions from being inferred. Every function takes anything for
 * `Symbol.hasInstance`: that keeps `Output` from being inferred from the scorer's arguments.
 */
export interface AutoevalsEvaluator<Output = unknown> {
  readonly partial: (args: never) => unknown;
  readonly [Symbol.hasInstance]: (output: Output) => boolean;
}

/** A function, whose name names the metric, a function with a name of its own, or a scorer of `autoevals`. */
export type Evaluator<Row extends DatapointInput = DatapointInput, Output = unknown> =
  | EvaluatorFunction<Row, Output>
  | EvaluatorObject<Row, Output>
  | AutoevalsEvaluator<Output>;

/** A value of the run, or several under names of their own. Null means "cannot be scored". */
export type RunScores =
  | number
  | boolean
  | string
  | null
  | Readonly<Record<string, number | boolean | string | null>>;

export type RunEvaluatorFunction = (cases: readonly CaseResult[]) => RunScores | Promise<RunScores>;

export interface RunEvaluatorObject {
  readonly name: string;
  readonly evaluate: RunEvaluatorFunction;
}

/** Scores the run as a whole, over all its cases. */
export type RunEvaluator = RunEvaluatorFunction | RunEvaluatorObject;

export interface RunScore {
  readonly name: string;
  readonly value: number | boolean | string | null;
  /** Why there is no value, when the evaluator failed. */
  readonly error: string | undefined;
}

export interface EvaluateProgress {
  readonly completed: number;
  readonly total: number;
  readonly latest: CaseResult;
}

/** What the run says of its sessions itself is left out. */
export type CaseTracing = Omit<
  TracerOptions,
  | "apiKey"
  | "serverUrl"
  | "project"
  | "disableTracing"
  | "source"
  | "session"
  | "sessionId"
  | "sessionName"
  | "inputs"
  | "evaluation"
  | "runId"
  | "datasetId"
  | "datapointId"
  | "instrumentors"
  | "instrumentModules"
>;

export interface EvaluateOptions<Row extends DatapointInput, Output> {
  /** Called once a case, in the case's own session. */
  readonly function: (
    datapoint: Datapoint<Row>,
    tracer: HoneyHiveTracer,
  ) => Output | Promise<Output>;
  /** This or `datasetId`. */
  readonly dataset?: Dataset<Row> | undefined;
  /** A dataset that the server holds. Its datapoints are fetched before the first case runs; one that is missing is an error. */
  readonly datasetId?: string | undefined;
  // `Output` is inferred here too: with `NoInfer` a named evaluator would turn it into `unknown`.
  readonly evaluators?: readonly Evaluator<NoInfer<Row>, Output>[] | undefined;
  /** Score the run as a whole, after its last case. */
  readonly runEvaluators?: readonly RunEvaluator[] | undefined;
  /**
   * The run to compare with: the id or name of one on the server, or the latest completed one of the same name and
   * dataset, else name, else dataset: `latest` of all, `branch:<git branch>` of a branch. Without a server, one of the journals of this machine;
   * always the path of a journal or of a JSON report.
   */
  readonly baseline?: string | undefined;
  /**
   * What a metric comes to over its cases, each first averaged over its trials: in reports, gates and on the server.
   * Comparisons are always of means. Default `average`.
   */
  readonly aggregate?: AggregateFunction | undefined;
  /** What metrics must keep, by name; `gates` of the result says whether they did. */
  readonly gates?: Readonly<Record<string, Gate>> | undefined;
  /** Default: `experiment-` and the start of the run's id. */
  readonly name?: string | undefined;
  /**
   * The run's id, to know it before it ends: of a run that is new, or that was created and has not begun. Default: a
   * random UUID.
   */
  readonly runId?: string | undefined;
  /** Cases at a time. Environment: `HH_MAX_WORKERS`. Default 10. */
  readonly concurrency?: number | undefined;
  /** Longest time for the function of one case. Default 120,000. */
  readonly timeoutMs?: number | undefined;
  /** Evaluators at a time, over all cases. Default: as `concurrency`. */
  readonly judgeConcurrency?: number | undefined;
  /**
   * Attempts after the first one, of functions and evaluators that fail with an error that says it is transient: status
   * 408, 429 or 5xx, `retryable`, or a network failure. Default 2.
   */
  readonly retries?: number | undefined;
  /** Longest wait, after the last case, for the server to take what was recorded. Default 60,000. */
  readonly deliveryTimeoutMs?: number | undefined;
  /** How often each case runs, each time in a session of its own. Default 1. */
  readonly trials?: number | undefined;
  /** Once so many cases have errored or timed out, the rest is skipped. Default: no limit. */
  readonly maxErrors?: number | undefined;
  /** Once so many US dollars were reported with `addCost`, the rest is skipped. Default: no limit. */
  readonly maxCost?: number | undefined;
  /** Environment: `HH_API_KEY`. */
  readonly apiKey?: string | undefined;
  /** Environment: `HH_API_URL`. */
  readonly serverUrl?: string | undefined;
  readonly project?: string | undefined;
  /** True evaluates without any server: results, journal and gates are here alone. Default false. */
  readonly disableTracing?: boolean | undefined;
  /** How cases are recorded and sent, such as `{ redact, fetch, limits }`: the options of a tracer that are not the run's own. */
  readonly tracing?: CaseTracing | undefined;
  /** Kept with the run. */
  readonly metadata?: JsonObject | undefined;
  /** OpenTelemetry instrumentations whose spans follow the case in which they start. */
  readonly instrumentors?: readonly Instrumentor[] | undefined;
  /** Client libraries whose calls are recorded, as `HoneyHiveTracer.init()` takes them: `{ openAI: OpenAI }`. */
  readonly instrumentModules?: InstrumentModules | undefined;
  /** Aborting it cancels what has not finished; what has is kept. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Folder of the journals, from which runs are resumed; false keeps none. Default `.honeyhive/journal`. Cases are
   * written as they end, after 256 of them or 250 ms.
   */
  readonly journal?: string | false | undefined;
  /** The id of a run, or the path of its journal: runs only what has not ended there, as the same run. */
  readonly resume?: string | undefined;
  /**
   * True listens for Ctrl-C and SIGTERM: what runs is cancelled, the summary of what there is and how to resume are
   * printed on stderr, and the process exits with 130. Default false: signals are the program's.
   */
  readonly handleSignals?: boolean | undefined;
  /**
   * True makes errors that no code catches, such as a rejection that nobody awaits or a throw in a timer, errors of the
   * cases in which they began, instead of letting them end the process: for programs that are one. Default false; of
   * `honeyhive eval` true.
   */
  readonly handleUncaught?: boolean | undefined;
  /**
   * Keeps the answers of models and gives them again to the same trial of a case that asks the same. Requests through the
   * global `fetch` are seen; clients made before `evaluate()` need `fetch: cachedFetch()`. Default false.
   */
  readonly cache?: boolean | CacheOptions | undefined;
  readonly onProgress?: ((progress: EvaluateProgress) => void) | undefined;
  /** Who is told of the run: `terminal`, `json`, `junit`, `markdown`, `html`, or objects of your own. Default: nobody. */
  readonly reporters?: readonly ReporterSetting[] | undefined;
  /** Runs only some cases. Environment: `HH_EVAL_CASES`, ids separated by commas or as a JSON array. */
  readonly select?: CaseSelection | undefined;
  /**
   * For reports: the words of the command that runs one case again, with `{id}` where the datapoint's id goes, or
   * `{id:pattern}` in a regular expression. Default: this program with `HH_EVAL_CASES`.
   */
  readonly reproduceCommand?: readonly string[] | undefined;
}

/** One trial of one case and what became of it. */
export interface CaseResult {
  /** Of the row in the dataset. */
  readonly index: number;
  readonly trial: number;
  readonly datapointId: string;
  /** What the server calls the datapoint, where that is another id. */
  readonly wireId: string;
  /** Of inputs and ground truth: tells an edited case from the same one. */
  readonly contentHash: string;
  readonly sessionId: string;
  readonly inputs: JsonObject;
  readonly groundTruth: unknown;
  readonly outputs: unknown;
  readonly outcome: CaseOutcome;
  readonly error: string | undefined;
  /** How long the function took in its last attempt. */
  readonly durationMs: number;
  /** Calls of the function; 0 when it was never called. */
  readonly attempts: number;
  /** US dollars, as reported with `addCost`; undefined when nothing was reported. */
  readonly cost: number | undefined;
  /** Model calls of function and evaluators that the cache answered; undefined without a cache. */
  readonly cachedCalls: number | undefined;
  /** Those of the function: with some, the duration is not a model's. */
  readonly cachedFunctionCalls: number | undefined;
  /** One state for each evaluator; empty when the function gave nothing to score. */
  readonly scores: Readonly<Record<string, ScoreState>>;
}

/**
 * `total = counted + errors + notScorable + missing`, in trials. The mean is over the cases that were counted, each first
 * averaged over its trials.
 */
export interface MetricSummary {
  readonly name: string;
  /** Null when nothing was counted. */
  readonly mean: number | null;
  /** What `aggregate` makes of the same values: by default the mean. Gates are about it. */
  readonly aggregate: number | null;
  readonly counted: number;
  readonly errors: number;
  readonly notScorable: number;
  /** Cases whose function gave nothing to score. */
  readonly missing: number;
  readonly total: number;
}

export interface RestoredCases {
  readonly total: number;
  /** Of which the server has the results alone: what happened inside of them is lost. */
  readonly withoutSpans: number;
}

export interface EvaluationResult {
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
  readonly cases: readonly CaseResult[];
  readonly outcomes: Readonly<Record<CaseOutcome, number>>;
  readonly metrics: readonly MetricSummary[];
  /** pass@k and pass^k for k = 1 to `trials`; empty with one trial. Skipped and cancelled trials are not counted. */
  readonly passRates: readonly PassRate[];
  /** Mean of the metrics' means by the weights of their evaluators; null when no metric has a mean. */
  readonly weightedScore: number | null;
  /** Of the metrics that are in it. Undefined, and the score in no report, where no evaluator was given a weight. */
  readonly weights: Readonly<Record<string, number>> | undefined;
  /** What `runEvaluators` came to. */
  readonly runScores: readonly RunScore[];
  /** Against `baseline`. */
  readonly comparison: RunsComparison | undefined;
  readonly gates: readonly GateResult[];
  /** Why not every case was run: a budget was used up, or the evaluation was cancelled. */
  readonly stopReason: string | undefined;
  /** US dollars, as reported with `addCost`; undefined when nothing was reported. */
  readonly cost: number | undefined;
  /** The fewest cases at a time that rate limits have forced; `concurrency` when there were none. */
  readonly lowestConcurrency: number;
  readonly durationMs: number;
  /** What became of the spans and updates. */
  readonly delivery: FlushResult;
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
