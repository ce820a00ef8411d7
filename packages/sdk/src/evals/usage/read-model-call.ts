import { bucketAttribute, eventAttribute } from "@honeyhive/contract";
import type { Attributes, AttributeValue } from "@opentelemetry/api";

import type { ModelCall } from "../types/model-usage.js";

/** What a span says of the model that it called. */
export interface TracedCall extends ModelCall {
  readonly totalTokens: number;
  /** US dollars, where whoever made the span knows them. */
  readonly cost: number | undefined;
}

const metadata = (key: string): string => bucketAttribute("metadata", key);
const config = (key: string): string => bucketAttribute("config", key);

/** Ours first, then those of OpenTelemetry, OpenInference and the AI SDK, each in its older and newer forms. */
const names = {
  input: [
    metadata("prompt_tokens"),
    metadata("input_tokens"),
    "gen_ai.usage.input_tokens",
    "gen_ai.usage.prompt_tokens",
    "llm.token_count.prompt",
    "ai.usage.inputTokens",
    "ai.usage.promptTokens",
    "ai.usage.tokens",
  ],
  output: [
    metadata("completion_tokens"),
    metadata("output_tokens"),
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.token_count.completion",
    "ai.usage.outputTokens",
    "ai.usage.completionTokens",
  ],
  total: [
    metadata("total_tokens"),
    "gen_ai.usage.total_tokens",
    "llm.usage.total_tokens",
    "llm.token_count.total",
    "ai.usage.totalTokens",
  ],
  cacheRead: [
    metadata("cache_read_input_tokens"),
    "gen_ai.usage.cache_read.input_tokens",
    "gen_ai.usage.cache_read_input_tokens",
    "llm.token_count.prompt_details.cache_read",
    "ai.usage.cachedInputTokens",
    "ai.usage.inputTokenDetails.cacheReadTokens",
  ],
  cacheWrite: [
    metadata("cache_write_input_tokens"),
    "gen_ai.usage.cache_creation.input_tokens",
    "gen_ai.usage.cache_creation_input_tokens",
    "gen_ai.usage.cache_write_input_tokens",
    "llm.token_count.prompt_details.cache_write",
    "ai.usage.inputTokenDetails.cacheWriteTokens",
  ],
  cost: [metadata("cost"), "gen_ai.usage.cost", "llm.cost.total"],
  model: [
    metadata("response_model"),
    "gen_ai.response.model",
    "ai.response.model",
    config("model"),
    "gen_ai.request.model",
    "llm.model_name",
    "ai.model.id",
    "embedding.model_name",
  ],
  provider: [
    config("provider"),
    "gen_ai.provider.name",
    "gen_ai.system",
    "llm.provider",
    "llm.system",
    "ai.model.provider",
  ],
} as const;

/** Undefined for a span that is no call of a model, or says nothing of its tokens. */
export function readModelCall(attributes: Attributes): TracedCall | undefined {
  // Ours say what they are, so that nothing need be looked for in most of them.
  const type = attributes[eventAttribute.type];
  if (type !== undefined && type !== "model") return undefined;
  const input = first(attributes, names.input, isCount);
  const output = first(attributes, names.output, isCount);
  const total = first(attributes, names.total, isCount);
  if (input === undefined && output === undefined && total === undefined) return undefined;
  const cacheReadTokens = first(attributes, names.cacheRead, isCount) ?? 0;
  const cacheWriteTokens = first(attributes, names.cacheWrite, isCount) ?? 0;
  const cached = cacheReadTokens + cacheWriteTokens;
  // More cached than sent: it was counted beside.
  const inputTokens = cached > (input ?? 0) ? (input ?? 0) + cached : (input ?? 0);
  const outputTokens = output ?? 0;
  return {
    provider: first(attributes, names.provider, isText),
    model: first(attributes, names.model, isText),
    inputTokens,
    outputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    totalTokens: total ?? inputTokens + outputTokens,
    cost: first(attributes, names.cost, isCount),
  };
}

function first<Value extends AttributeValue>(
  attributes: Attributes,
  keys: readonly string[],
  isWanted: (value: AttributeValue | undefined) => value is Value,
): Value | undefined {
  for (const key of keys) {
    const value = attributes[key];
    if (isWanted(value)) return value;
  }
  return undefined;
}

function isCount(value: AttributeValue | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isText(value: AttributeValue | undefined): value is string {
  return typeof value === "string" && value !== "";
}
