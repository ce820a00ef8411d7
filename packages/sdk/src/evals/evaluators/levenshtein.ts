import type { EvaluatorObject } from "../types/evaluator.js";
import { editDistance } from "./edit-distance.js";
import { asText, select, type RowWith, type Selection } from "./select.js";

/** Likeness of two texts, from 0 to 1: one minus their edit distance over the length of the longer one. */
export function levenshtein<Output = unknown, GroundTruth = unknown>(
  options: Selection<Output, GroundTruth> = {},
): EvaluatorObject<RowWith<GroundTruth>, Output> {
  return {
    name: options.name ?? "levenshtein",
    evaluate: (outputs, _inputs, groundTruth, { signal }) => {
      const { actual, expected } = select(outputs, groundTruth, options);
      if (expected === undefined) return { score: null, explanation: "there is no ground truth" };
      const [given, wanted] = [asText(actual, "the output"), asText(expected, "the ground truth")];
      if (given === wanted) return 1;
      const longest = Math.max(given.length, wanted.length);
      const distance = editDistance(given, wanted, signal);
      return typeof distance === "number"
        ? 1 - distance / longest
        : distance.then((later) => 1 - later / longest);
    },
  };
}
