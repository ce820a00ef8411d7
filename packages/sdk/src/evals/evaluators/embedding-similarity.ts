import { describeValue } from "../../lib/errors.js";
import type { EvaluatorObject } from "../types/evaluator.js";
import { checkCallback } from "./check-callback.js";
import { asText, select, type RowWith, type Selection } from "./select.js";

export interface EmbeddingSimilarityOptions<
  Output = unknown,
  GroundTruth = unknown,
> extends Selection<Output, GroundTruth> {
  /** Gives the vectors of two texts, in their order. No client takes a list that may not be changed. */
  readonly embed: (texts: string[], signal: AbortSignal) => Promise<readonly (readonly number[])[]>;
}

/** Cosine of the angle between the embeddings of output and ground truth. */
export function embeddingSimilarity<Output = unknown, GroundTruth = unknown>(
  options: EmbeddingSimilarityOptions<Output, GroundTruth>,
): EvaluatorObject<RowWith<GroundTruth>, Output> {
  checkCallback("embeddingSimilarity", "embed", options.embed);
  return {
    name: options.name ?? "embedding_similarity",
    evaluate: async (outputs, _inputs, groundTruth, { signal }) => {
      const { actual, expected } = select(outputs, groundTruth, options);
      if (expected === undefined) return { score: null, explanation: "there is no ground truth" };
      const texts = [asText(actual, "the output"), asText(expected, "the ground truth")];
      const [left, right] = vectorsOf(await options.embed(texts, signal));
      const scale = norm(left) * norm(right);
      if (scale === 0) return { score: null, explanation: "an embedding is zero" };
      const product = left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
      // Sums of rounded numbers may come to a little more than they can.
      return Math.max(-1, Math.min(1, product / scale));
    },
  };
}

type Vector = readonly number[];

/** JavaScript calls `embed` with whatever gives something: one vector, say, or the answer of an API as it is. */
function vectorsOf(given: unknown): readonly [Vector, Vector] {
  const [left, right]: readonly unknown[] = Array.isArray(given) ? given : [];
  if (isVector(left) && isVector(right) && left.length === right.length) return [left, right];
  throw new TypeError(
    `Expected \`embed\` to give two vectors of the same length, got ${describeGiven(given)}. ` +
      "It gets two texts: return a list with the numbers of each.",
  );
}

/** Typed arrays are vectors, too: of floats, or quantised. */
function isVector(value: unknown): value is Vector {
  if (!Array.isArray(value) && !ArrayBuffer.isView(value)) return false;
  const parts: readonly unknown[] = Array.from(value as ArrayLike<unknown>);
  return parts.length > 0 && parts.every((part) => typeof part === "number");
}

function describeGiven(given: unknown): string {
  if (!Array.isArray(given) || given.every((part) => typeof part === "number")) {
    return describeValue(given);
  }
  const parts = given.map((part) =>
    isVector(part) ? `one of ${part.length}` : describeValue(part),
  );
  return parts.slice(0, 3).join(" and ");
}

function norm(vector: readonly number[]): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
