import type { EvaluatorObject } from "../types/evaluator.js";
import { areEqual } from "./are-equal.js";
import { select, type RowWith, type Selection } from "./select.js";

export interface ExactMatchOptions<Output = unknown, GroundTruth = unknown> extends Selection<
  Output,
  GroundTruth
> {
  /** True compares text without regard to case, and to space around it. Default false. */
  readonly ignoreCase?: boolean | undefined;
}

/**
 * Whether outputs and ground truth are the same, in depth. A property that is undefined is none: a ground truth from a
 * file could not name it. Not scorable without a ground truth.
 */
export function exactMatch<Output = unknown, GroundTruth = unknown>(
  options: ExactMatchOptions<Output, GroundTruth> = {},
): EvaluatorObject<RowWith<GroundTruth>, Output> {
  const normalise = (value: unknown): unknown =>
    options.ignoreCase === true && typeof value === "string" ? value.trim().toLowerCase() : value;
  return {
    name: options.name ?? "exact_match",
    evaluate: (outputs, _inputs, groundTruth) => {
      const { actual, expected } = select(outputs, groundTruth, options);
      if (expected === undefined) return { score: null, explanation: "there is no ground truth" };
      return areEqual(normalise(actual), normalise(expected));
    },
  };
}
