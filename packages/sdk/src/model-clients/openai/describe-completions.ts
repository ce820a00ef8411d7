import type { Enrichment } from "../../enrich/enrichment.js";
import type { OutputCollector } from "../../wrap/output-collector.js";
import { asList, asRecord, asText, compact, type AnyRecord } from "../read.js";
import { summariseAnswers } from "../summarise-answers.js";
import type { CallDescription } from "../trace-call.js";
import { usageMetadata } from "./usage.js";

/** `completions.create`, which continues a text. */
export function describeCompletions({ prompt, ...config }: AnyRecord): CallDescription {
  const isText = typeof prompt === "string";
  return {
    name: "openai.completions",
    eventType: "model",
    inputs: isText ? { chat_history: [{ role: "user", content: prompt }] } : { prompt },
    config: { provider: "openai", ...config },
    summarise: summariseCompletion,
    createCollector: collectCompletion,
  };
}

function summariseCompletion(completion: unknown): Enrichment {
  const { id, model, choices, usage } = asRecord(completion);
  const all = asList(choices).map((choice) => {
    const { text, finish_reason: finishReason } = asRecord(choice);
    return compact({ role: "assistant", content: text, finish_reason: finishReason });
  });
  return summariseAnswers(all, { id, model, tokens: usageMetadata(usage) });
}

/** Puts the texts together again that a stream gave in pieces. */
function collectCompletion(): OutputCollector {
  const choices = new Map<unknown, AnyRecord>();
  const head: AnyRecord = {};
  return {
    add: (item) => {
      const chunk = asRecord(item);
      for (const key of ["id", "model", "usage"]) head[key] = chunk[key] ?? head[key];
      for (const given of asList(chunk["choices"])) {
        const { index, text, finish_reason: finishReason } = asRecord(given);
        const choice = choices.get(index) ?? {};
        choices.set(index, {
          text: asText(choice["text"]) + asText(text),
          finish_reason: finishReason ?? choice["finish_reason"],
        });
      }
    },
    result: () => ({ ...head, choices: [...choices.values()] }),
  };
}
