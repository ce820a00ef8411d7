import type { CaseOutcome, JsonObject, RunStatus, ScoreState } from "@honeyhive/contract";

import type { Instrumentor } from "../instrumentors.js";
import type { FlushResult } from "../pipeline/pipeline.js";
import type { HoneyHiveTracer } from "../tracer.js";

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
  | (() => Iterable<Row> | AsyncIterable<Row> | Promise<Iterable<Row>>)
  | string;

/** What the evaluated function gets. */
export interface Datapoint<Row extends DatapointInput = DatapointInput> {
  readonly id: string;
  readonly inputs: Row["inputs"];
  readonly groundTruth: Row["groundTruth"];
  /** Aborted when the case times out or the evaluation is cancelled. */
  readonly signal: AbortSignal;
}

/** `null` and `undefined` mean "cannot be scored". Numbers must be finite. */
export type Score =
  | number
  | boolean
  | string
  | null
  | undefined
  | { readonly score: number | boolean | string | null; readonly explanation?: string | undefined };

export type EvaluatorFunction<Row extends DatapointInput = DatapointInput, Output = unknown> = (
  outputs: Output,
  inputs: Row["inputs"],
  groundTruth: Row["groundTruth"],
) => Score | Promise<Score>;

/** A function, whose name names the metric, or a function with a name of its own. */
export type Evaluator<Row extends DatapointInput = DatapointInput, Output = unknown> =
  | EvaluatorFunction<Row, Output>
  | { readonly name: string; readonly evaluate: EvaluatorFunction<Row, Output> };

export interface EvaluateProgress {
  readonly completed: number;
  readonly total: number;
  readonly latest: CaseResult;
}

export interface EvaluateOptions<Row extends DatapointInput, Output> {
  /** Called once a case, in the case's own session. */
  readonly function: (
    datapoint: Datapoint<Row>,
    tracer: HoneyHiveTracer,
  ) => Output | Promise<Output>;
  readonly dataset: Dataset<Row>;
  // `Output` is inferred here too: with `NoInfer` a named evaluator would turn it into `unknown`.
  readonly evaluators?: readonly Evaluator<NoInfer<Row>, Output>[] | undefined;
  /** Default: `experiment-` and the start of the run's id. */
  readonly name?: string | undefined;
  /** Cases at a time. Default 10. */
  readonly concurrency?: number | undefined;
  /** Longest time for the function of one case. Default 120,000. */
  readonly timeoutMs?: number | undefined;
  /** Environment: `HH_API_KEY`. */
  readonly apiKey?: string | undefined;
  /** Environment: `HH_API_URL`. */
  readonly serverUrl?: string | undefined;
  readonly project?: string | undefined;
  /** Kept with the run. */
  readonly metadata?: JsonObject | undefined;
  /** OpenTelemetry instrumentations whose spans follow the case in which they start. */
  readonly instrumentors?: readonly Instrumentor[] | undefined;
  /** Aborting it cancels what has not finished; what has is kept. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: EvaluateProgress) => void) | undefined;
}

/** One case and what became of it. */
export interface CaseResult {
  readonly index: number;
  readonly datapointId: string;
  readonly sessionId: string;
  readonly inputs: JsonObject;
  readonly groundTruth: unknown;
  readonly outputs: unknown;
  readonly outcome: CaseOutcome;
  readonly error: string | undefined;
  readonly durationMs: number;
  /** One state for each evaluator; empty when the function gave nothing to score. */
  readonly scores: Readonly<Record<string, ScoreState>>;
}

/** `total = counted + errors + notScorable + missing`; the mean is over the counted ones. */
export interface MetricSummary {
  readonly name: string;
  /** Null when nothing was counted. */
  readonly mean: number | null;
  readonly counted: number;
  readonly errors: number;
  readonly notScorable: number;
  /** Cases whose function gave nothing to score. */
  readonly missing: number;
  readonly total: number;
}

export interface EvaluationResult {
  readonly runId: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly datasetId: string;
  /** The run's page in the UI of the server; undefined when the server could not be reached. */
  readonly url: string | undefined;
  /** In the order of the dataset. */
  readonly cases: readonly CaseResult[];
  readonly outcomes: Readonly<Record<CaseOutcome, number>>;
  readonly metrics: readonly MetricSummary[];
  readonly durationMs: number;
  /** What became of the spans and updates. */
  readonly delivery: FlushResult;
  /** Why the server knows nothing of the run, or not all. */
  readonly serverError: string | undefined;
}
