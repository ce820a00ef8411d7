import { isAtMost } from "../../lib/rounding.js";
import type { EvaluatorObject } from "../types/evaluator.js";
import { select, type RowWith, type Selection } from "./select.js";

export interface NumericToleranceOptions<Output = unknown, GroundTruth = unknown> extends Selection<
  Output,
  GroundTruth
> {
  /** Largest difference. Default 0. */
  readonly absolute?: number | undefined;
  /** Largest difference as a share of the expected value. Default 0. The larger of the two counts. */
  readonly relative?: number | undefined;
}

/** Whether the output is a number near the expected one. Text that is a number counts as that number. */
export function numericTolerance<Output = unknown, GroundTruth = unknown>(
  options: NumericToleranceOptions<Output, GroundTruth> = {},
): EvaluatorObject<RowWith<GroundTruth>, Output> {
  const { absolute = 0, relative = 0 } = options;
  return {
    name: options.name ?? "numeric_tolerance",
    evaluate: (outputs, _inputs, groundTruth) => {
      const { actual, expected } = select(outputs, groundTruth, options);
      const wanted = toNumber(expected);
      if (wanted === undefined)
        return { score: null, explanation: "the ground truth is no number" };
      const given = toNumber(actual);
      if (given === undefined) return { score: false, explanation: "the output is no number" };
      const difference = Math.abs(given - wanted);
      const isNear = isAtMost(difference, Math.max(absolute, relative * Math.abs(wanted)));
      return { score: isNear, explanation: `off by ${difference}` };
    },
  };
}

function toNumber(value: unknown): number | undefined {
  const number =
    typeof value === "string" && value.trim() !== ""
      ? Number(value)
      : typeof value === "number" || typeof value === "bigint"
        ? Number(value)
        : NaN;
  return Number.isFinite(number) ? number : undefined;
}
