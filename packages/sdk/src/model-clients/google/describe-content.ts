import type { Enrichment } from "../../enrich/enrichment.js";
import type { OutputCollector } from "../../wrap/output-collector.js";
import { asCount, asList, asRecord, asText, compact, type AnyRecord } from "../read.js";
import { summariseAnswers } from "../summarise-answers.js";
import type { CallDescription } from "../trace-call.js";
import { describeConfig } from "./describe-config.js";
import { toMessages } from "./to-messages.js";

/** `models.generateContent` and `generateContentStream`. */
export function describeContent({ model, contents, config }: AnyRecord): CallDescription {
  const { systemInstruction, ...settings } = asRecord(config);
  return {
    name: "google.generateContent",
    eventType: "model",
    inputs: {
      chat_history: [
        ...toMessages(systemInstruction, () => "system"),
        ...toMessages(contents, (role) => (role === "model" ? "assistant" : (role ?? "user"))),
      ],
    },
    config: describeConfig(model, settings),
    summarise: summariseContent,
    createCollector: collectContent,
  };
}

function summariseContent(response: unknown): Enrichment {
  const { responseId, modelVersion, candidates, usageMetadata, promptFeedback } =
    asRecord(response);
  // What is asked for may be refused: then nothing is answered.
  const { blockReason } = asRecord(promptFeedback);
  const given = asList(candidates);
  const all = (given.length > 0 ? given : [{ finishReason: blockReason }]).map((candidate) => {
    const { content, finishReason } = asRecord(candidate);
    const { parts } = asRecord(content);
    const [message] = toMessages({ parts: asList(parts) }, () => "assistant");
    return compact({ role: "assistant", content: "", ...message, finish_reason: finishReason });
  });
  return summariseAnswers(all, {
    id: responseId,
    model: modelVersion,
    tokens: tokensOf(asRecord(usageMetadata)),
  });
}

/** Gemini counts thoughts beside the answer, and what its tools found beside the prompt; everybody else within them. */
function tokensOf(usage: AnyRecord): AnyRecord {
  const sum = (...keys: readonly string[]): number | undefined =>
    keys.some((key) => typeof usage[key] === "number")
      ? keys.reduce((total, key) => total + asCount(usage[key]), 0)
      : undefined;
  return compact({
    prompt_tokens: sum("promptTokenCount", "toolUsePromptTokenCount"),
    completion_tokens: sum("candidatesTokenCount", "thoughtsTokenCount"),
    total_tokens: usage["totalTokenCount"],
    cache_read_input_tokens: usage["cachedContentTokenCount"],
    reasoning_tokens: usage["thoughtsTokenCount"],
  });
}

const headKeys = ["responseId", "modelVersion", "usageMetadata", "promptFeedback"];

/** Puts the response together again that a stream gave in pieces. */
function collectContent(): OutputCollector {
  const head: AnyRecord = {};
  const candidates = new Map<unknown, { parts: unknown[]; finishReason: unknown }>();
  return {
    add: (item) => {
      const chunk = asRecord(item);
      for (const key of headKeys) head[key] = chunk[key] ?? head[key];
      for (const given of asList(chunk["candidates"])) {
        const { index = 0, content, finishReason } = asRecord(given);
        const candidate = candidates.get(index) ?? { parts: [], finishReason: undefined };
        candidates.set(index, candidate);
        candidate.parts.push(...asList(asRecord(content)["parts"]));
        candidate.finishReason = asText(finishReason) || candidate.finishReason;
      }
    },
    result: () => ({
      ...head,
      candidates: [...candidates.values()].map(({ parts, finishReason }) => ({
        content: { parts },
        finishReason,
      })),
    }),
  };
}
