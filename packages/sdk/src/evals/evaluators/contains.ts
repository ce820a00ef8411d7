import type { EvaluatorObject } from "../types/evaluator.js";
import { asText, select, type RowWith, type Selection } from "./select.js";

export interface ContainsOptions<Output = unknown, GroundTruth = unknown> extends Selection<
  Output,
  GroundTruth
> {
  readonly ignoreCase?: boolean | undefined;
}

/** Whether the output contains the expected text, or every one of several. */
export function contains<Output = unknown, GroundTruth = unknown>(
  options: ContainsOptions<Output, GroundTruth> = {},
): EvaluatorObject<RowWith<GroundTruth>, Output> {
  const normalise = (text: string): string =>
    options.ignoreCase === true ? text.toLowerCase() : text;
  return {
    name: options.name ?? "contains",
    evaluate: (outputs, _inputs, groundTruth) => {
      const { actual, expected } = select(outputs, groundTruth, options);
      if (expected === undefined) return { score: null, explanation: "there is no ground truth" };
      const text = normalise(asText(actual, "the output"));
      const parts: readonly unknown[] = Array.isArray(expected) ? expected : [expected];
      // Every text contains what is empty.
      const isEmpty = parts.every((part) => part === "");
      if (isEmpty) return { score: null, explanation: "the ground truth is empty" };
      const missing = parts.filter(
        (part) => !text.includes(normalise(asText(part, "the ground truth"))),
      );
      if (missing.length === 0) return true;
      return { score: false, explanation: `missing: ${JSON.stringify(missing)}` };
    },
  };
}
