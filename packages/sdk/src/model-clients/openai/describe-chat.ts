import type { Enrichment } from "../../enrich/enrichment.js";
import type { OutputCollector } from "../../wrap/output-collector.js";
import { asList, asRecord, asText, compact, type AnyRecord } from "../read.js";
import { summariseAnswers } from "../summarise-answers.js";
import type { CallDescription } from "../trace-call.js";
import { withoutSecrets } from "../without-secrets.js";
import { usageMetadata } from "./usage.js";

/** `chat.completions.create`. */
export function describeChat({ messages, ...config }: AnyRecord): CallDescription {
  return {
    name: "openai.chat.completions",
    eventType: "model",
    inputs: { chat_history: messages },
    config: { provider: "openai", ...withoutSecrets(config) },
    summarise: summariseChat,
    createCollector: collectChat,
  };
}

function summariseChat(completion: unknown): Enrichment {
  const { id, model, choices, usage } = asRecord(completion);
  const all = asList(choices).map((choice) => {
    const { message, finish_reason: finishReason } = asRecord(choice);
    return compact({ ...asRecord(message), finish_reason: finishReason });
  });
  return summariseAnswers(all, { id, model, tokens: usageMetadata(usage) });
}

interface StreamedChoice {
  readonly message: AnyRecord;
  readonly toolCalls: Map<unknown, { id?: unknown; name: string; arguments: string }>;
  finishReason: unknown;
}

/** Puts the completion together again that a stream gave in pieces. */
function collectChat(): OutputCollector {
  const choices = new Map<unknown, StreamedChoice>();
  const head: AnyRecord = {};
  return {
    add: (item) => {
      const chunk = asRecord(item);
      for (const key of ["id", "model", "usage"]) head[key] = chunk[key] ?? head[key];
      for (const given of asList(chunk["choices"])) {
        const { index, delta, finish_reason: finishReason } = asRecord(given);
        const choice = choices.get(index) ?? newChoice();
        choices.set(index, choice);
        choice.finishReason = finishReason ?? choice.finishReason;
        addDelta(choice, asRecord(delta));
      }
    },
    result: () => ({ ...head, choices: [...choices.values()].map(toChoice) }),
  };
}

function newChoice(): StreamedChoice {
  return { message: {}, toolCalls: new Map(), finishReason: undefined };
}

function addDelta({ message, toolCalls }: StreamedChoice, delta: AnyRecord): void {
  message["role"] = delta["role"] ?? message["role"];
  for (const key of ["content", "refusal"]) {
    if (typeof delta[key] === "string") message[key] = asText(message[key]) + delta[key];
  }
  for (const given of asList(delta["tool_calls"])) {
    const { index, id, function: called } = asRecord(given);
    const call = toolCalls.get(index) ?? { name: "", arguments: "" };
    toolCalls.set(index, call);
    call.id = id ?? call.id;
    call.name += asText(asRecord(called)["name"]);
    call.arguments += asText(asRecord(called)["arguments"]);
  }
}

function toChoice({ message, toolCalls, finishReason }: StreamedChoice): AnyRecord {
  const calls = [...toolCalls.values()].map(({ id, ...called }) => ({
    id,
    type: "function",
    function: called,
  }));
  return {
    message: calls.length > 0 ? { ...message, tool_calls: calls } : message,
    finish_reason: finishReason,
  };
}
