import type { EvaluatorObject } from "../types/evaluator.js";
import { editDistance } from "./edit-distance.js";
import { asText, select, type Selection } from "./select.js";

/** Likeness of two texts, from 0 to 1: one minus their edit distance over the length of the longer one. */
export function levenshtein(options: Selection = {}): EvaluatorObject {
  return {
    name: options.name ?? "levenshtein",
    evaluate: (outputs, _inputs, groundTruth) => {
      const { actual, expected } = select(outputs, groundTruth, options);
      if (expected === undefined) return { score: null, explanation: "there is no ground truth" };
      const [given, wanted] = [asText(actual, "the output"), asText(expected, "the ground truth")];
      const longest = Math.max(given.length, wanted.length);
      return longest === 0 ? 1 : 1 - editDistance(given, wanted) / longest;
    },
  };
}
