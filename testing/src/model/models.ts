import type { Reading } from "./answer-question.js";
import type { Pace } from "./seeded-delay.js";

export interface ChatModel {
  readonly reading: Reading;
  readonly pace: Pace;
}

export interface EmbeddingModel {
  readonly dimensions: number;
  readonly pace: Pace;
}

/** The small model is fast and reads little; the large one is slow, reads everything and ranks better. */
export const chatModels: Readonly<Record<string, ChatModel>> = {
  "extract-small": {
    reading: { contextTokens: 400, sentences: 1, ranking: "count", threshold: 0.2 },
    pace: { firstTokenMs: 60, promptTokenMs: 0.1, completionTokenMs: 4 },
  },
  "extract-large": {
    reading: { contextTokens: 16_000, sentences: 1, ranking: "weigh", threshold: 0.2 },
    pace: { firstTokenMs: 120, promptTokenMs: 0.2, completionTokenMs: 8 },
  },
};

export const embeddingModels: Readonly<Record<string, EmbeddingModel>> = {
  "embed-small": {
    dimensions: 384,
    pace: { firstTokenMs: 15, promptTokenMs: 0.01, completionTokenMs: 0 },
  },
  "embed-large": {
    dimensions: 1536,
    pace: { firstTokenMs: 30, promptTokenMs: 0.02, completionTokenMs: 0 },
  },
};
