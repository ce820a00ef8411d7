import type OpenAI from "openai";
import { it } from "vitest";

import { embeddingSimilarity } from "./embedding-similarity.js";
import { llmJudge } from "./llm-judge.js";
import { pairwise } from "./pairwise.js";

const client = {} as OpenAI;
const model = "gpt-5-mini";

it("judges hand their questions to clients as they are", () => {
  llmJudge({
    rubric: "Is it kind?",
    complete: ({ messages, signal }) =>
      client.chat.completions.create({ model, messages }, { signal }),
  });
  pairwise({
    rubric: "Which is kinder?",
    complete: ({ messages: input, signal }) =>
      client.responses.create({ model, input }, { signal }),
  });
  embeddingSimilarity({
    embed: async (input, signal) => {
      const { data } = await client.embeddings.create({ model, input }, { signal });
      return data.map(({ embedding }) => embedding);
    },
  });
});
