import type { ListLocalRunsOptions, LocalRun, LocalRunsOptions } from "./runs/local-runs.js";
import type { OlderEvaluationResult } from "./older-result.js";
import type { EvaluateOptions } from "./types/evaluate-options.js";
import type { EvaluationResult } from "./types/evaluation-result.js";
import type { AnyDatapoint, DatapointInput, Dataset, DescribedRow } from "./types/datapoint.js";

// Programs that only trace must not wait for the evaluation to load: what is asynchronous anyway loads it when called.

/**
 * Runs a function over a dataset, each case in a session of its own, and scores what it returns.
 *
 * Every case ends in exactly one outcome, every score is a value, not scorable or an error, and the metrics say what
 * they counted. Afterwards no global state has changed.
 *
 * ```ts
 * const result = await evaluate({
 *   function: async ({ inputs }, tracer) => answer(inputs.question),
 *   dataset: [{ inputs: { question: "2 + 2?" }, groundTruth: "4" }],
 *   evaluators: [function exact(outputs, inputs, groundTruth) { return outputs === groundTruth; }],
 * });
 * ```
 *
 * @throws {HoneyHiveError} for options that cannot be run and for a key that the server refuses
 */
export async function evaluate<Row extends AnyDatapoint = DatapointInput, Output = unknown>(
  options: EvaluateOptions<Row, Output>,
): Promise<EvaluationResult<DescribedRow<Row>, Output> & OlderEvaluationResult> {
  const loaded = await import("./evaluate.js");
  return loaded.evaluate(options);
}

/** The rows of a dataset, read to its end: to filter, sample or join them before an evaluation. */
export async function loadDataset<Row extends AnyDatapoint = DatapointInput>(
  path: string,
): Promise<Row[]>;
export async function loadDataset<Row extends AnyDatapoint>(dataset: Dataset<Row>): Promise<Row[]>;
export async function loadDataset<Row extends AnyDatapoint>(dataset: Dataset<Row>): Promise<Row[]> {
  const loaded = await import("./dataset/load-dataset.js");
  return loaded.loadDataset(dataset);
}

/** The runs that have journals on this machine, the latest first: also those that no server knows. */
export async function listLocalRuns(options?: ListLocalRunsOptions): Promise<LocalRun[]> {
  const loaded = await import("./runs/local-runs.js");
  return loaded.listLocalRuns(options);
}

/**
 * A run that has a journal on this machine: by its id, the path of its journal, `latest`, `branch:<git branch>`, or a
 * name, whose latest run it is.
 *
 * @throws {HoneyHiveError} `INVALID_OPTION` when there is none
 */
export async function readLocalRun(
  reference: string,
  options?: LocalRunsOptions,
): Promise<LocalRun> {
  const loaded = await import("./runs/local-runs.js");
  return loaded.readLocalRun(reference, options);
}
