import { asList, asRecord, compact, type AnyRecord } from "../read.js";
import type { CallDescription } from "../trace-call.js";
import { usageMetadata } from "./usage.js";

/** `embeddings.create`. Of the vectors only number and length are recorded. */
export function describeEmbeddings({ input, ...config }: AnyRecord): CallDescription {
  return {
    name: "openai.embeddings",
    eventType: "tool",
    inputs: { input },
    config: { provider: "openai", ...config },
    summarise: (answer) => {
      const { model, data, usage } = asRecord(answer);
      const embeddings = asList(data).map((item) => asRecord(item)["embedding"]);
      return {
        outputs: compact({ count: embeddings.length, dimensions: dimensionsOf(embeddings[0]) }),
        // By which servers know that its tokens are paid for.
        metadata: {
          operation_name: "embeddings",
          ...usageMetadata(usage),
          ...compact({ response_model: model }),
        },
      };
    },
  };
}

/** Vectors come as numbers, or as text: base64 of 32-bit floats. */
function dimensionsOf(embedding: unknown): number | undefined {
  if (typeof embedding === "string") return Math.floor((embedding.length * 3) / 4 / 4);
  return Array.isArray(embedding) ? embedding.length : undefined;
}
