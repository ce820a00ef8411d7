import type OpenAI from "openai";
import type { Chunk } from "./chunk-document.js";

export interface VectorIndex {
  /** The chunks nearest to a text by cosine, the nearest first. */
  search(text: string, count: number): Promise<Chunk[]>;
  /** Cosine of the angle between two texts. */
  compare(left: string, right: string): Promise<number>;
}

const batchSize = 256;

/** Embeds the chunks once and keeps their vectors in memory. */
export async function buildVectorIndex(
  client: OpenAI,
  model: string,
  chunks: readonly Chunk[],
): Promise<VectorIndex> {
  const embed = async (input: string[]): Promise<number[][]> => {
    const response = await client.embeddings.create({ model, input });
    return response.data.map(({ embedding }) => normalise(embedding));
  };
  const vectors: number[][] = [];
  for (let start = 0; start < chunks.length; start += batchSize) {
    vectors.push(...(await embed(chunks.slice(start, start + batchSize).map(({ text }) => text))));
  }
  return {
    search: async (text, count) => {
      const [query = []] = await embed([text]);
      return chunks
        .map((chunk, index) => ({ chunk, score: dot(query, vectors[index] ?? []) }))
        .toSorted((left, right) => right.score - left.score)
        .slice(0, count)
        .map(({ chunk }) => chunk);
    },
    compare: async (left, right) => {
      const [first = [], second = []] = await embed([left, right]);
      return dot(first, second);
    },
  };
}

function normalise(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => (length === 0 ? 0 : value / length));
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}
