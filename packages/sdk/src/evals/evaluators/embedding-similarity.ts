import type { EvaluatorObject } from "../types/evaluator.js";
import { checkCallback } from "./check-callback.js";
import { asText, select, type Selection } from "./select.js";

export interface EmbeddingSimilarityOptions extends Selection {
  /** Gives the vectors of two texts, in their order. */
  readonly embed: (
    texts: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly (readonly number[])[]>;
}

/** Cosine of the angle between the embeddings of output and ground truth. */
export function embeddingSimilarity(options: EmbeddingSimilarityOptions): EvaluatorObject {
  checkCallback("embeddingSimilarity", "embed", options.embed);
  return {
    name: options.name ?? "embedding_similarity",
    evaluate: async (outputs, _inputs, groundTruth, { signal }) => {
      const { actual, expected } = select(outputs, groundTruth, options);
      if (expected === undefined) return { score: null, explanation: "there is no ground truth" };
      const texts = [asText(actual, "the output"), asText(expected, "the ground truth")];
      const [left, right] = await options.embed(texts, signal);
      if (left === undefined || right === undefined || left.length !== right.length) {
        throw new TypeError("Expected `embed` to give two vectors of the same length.");
      }
      const scale = norm(left) * norm(right);
      if (scale === 0) return { score: null, explanation: "an embedding is zero" };
      return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0) / scale;
    },
  };
}

function norm(vector: readonly number[]): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
