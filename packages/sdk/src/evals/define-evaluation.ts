import type { EvaluateOptions } from "./types/evaluate-options.js";
import type { AnyDatapoint, DatapointInput } from "./types/datapoint.js";

/** What `honeyhive eval` runs: an evaluation whose rows and outputs are its own affair. */
export type EvaluationDefinition = EvaluateOptions<DatapointInput, unknown>;

/**
 * An evaluation as the default export of a `*.eval.ts` file, with the inference of `evaluate()`. Nothing runs until
 * `honeyhive eval` or `evaluate()` runs it.
 *
 * ```ts
 * export default defineEvaluation({ name: "support", dataset: "cases.csv", function: answer, evaluators: [exactMatch()] });
 * ```
 */
export function defineEvaluation<Row extends AnyDatapoint = DatapointInput, Output = unknown>(
  options: EvaluateOptions<Row, Output>,
): EvaluationDefinition {
  // Rows and outputs only meet the functions that were checked against them here.
  return options as unknown as EvaluationDefinition;
}
