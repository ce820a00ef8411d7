import { asCount, asList, asRecord, compact, type AnyRecord } from "../read.js";
import type { CallDescription } from "../trace-call.js";
import { describeConfig } from "./describe-config.js";

/** `models.embedContent`. Of the vectors only number and length are recorded. */
export function describeEmbeddings({ model, contents, config }: AnyRecord): CallDescription {
  return {
    name: "google.embedContent",
    eventType: "tool",
    inputs: { input: contents },
    config: describeConfig(model, asRecord(config)),
    summarise: (answer) => {
      const embeddings = asList(asRecord(answer)["embeddings"]).map(asRecord);
      const values = embeddings[0]?.["values"];
      // Vertex AI alone counts them.
      const tokens = embeddings.reduce(
        (sum, { statistics }) => sum + asCount(asRecord(statistics)["tokenCount"]),
        0,
      );
      return {
        outputs: compact({
          count: embeddings.length,
          dimensions: Array.isArray(values) ? values.length : undefined,
        }),
        // By which servers know that its tokens are paid for.
        metadata: {
          operation_name: "embeddings",
          ...(tokens > 0 ? { prompt_tokens: tokens, total_tokens: tokens } : {}),
        },
      };
    },
  };
}
