import { isJsonObject } from "../../lib/json.js";
import { fromJson, redactHeaders, toFinishReasons, toList, toNumber } from "../convert.js";
import { fill, fillAll, type EventDraft } from "../event-draft.js";
import { fillChatHistory, fillChoices } from "../messages/fill-messages.js";
import { applyRules, rule } from "../rules.js";

const usage = "ai.usage.";

const rules = [
  rule("config", "model", "ai.model.id"),
  rule("config", "provider", "ai.model.provider", (value) => String(value).split(".")[0]),
  rule(
    "config",
    ["max_tokens", "max_completion_tokens"],
    ["ai.settings.maxOutputTokens", "ai.settings.maxTokens"],
    toNumber,
  ),
  rule("config", "top_p", "ai.settings.topP"),
  rule("config", "top_k", "ai.settings.topK"),
  rule("config", "frequency_penalty", "ai.settings.frequencyPenalty"),
  rule("config", "presence_penalty", "ai.settings.presencePenalty"),
  rule("config", "stop_sequences", "ai.settings.stopSequences"),
  rule("config", "tools", "ai.prompt.tools", (value) => toList(value).map(fromJson)),
  rule("config", "tool_choice", "ai.prompt.toolChoice", fromJson),
  rule("config", "tool_name", "ai.toolCall.name"),
  rule("metadata", "tool_name", "ai.toolCall.name"),
  rule("metadata", "tool_call_id", "ai.toolCall.id"),
  rule(
    "metadata",
    ["prompt_tokens", "input_tokens"],
    [`${usage}promptTokens`, `${usage}inputTokens`],
    toNumber,
  ),
  rule(
    "metadata",
    ["completion_tokens", "output_tokens"],
    [`${usage}completionTokens`, `${usage}outputTokens`],
    toNumber,
  ),
  rule("metadata", "total_tokens", [`${usage}totalTokens`, `${usage}tokens`], toNumber),
  rule("metadata", ["prompt_tokens", "input_tokens"], `${usage}tokens`, toNumber),
  rule(
    "metadata",
    "cache_read_input_tokens",
    [`${usage}cachedInputTokens`, `${usage}inputTokenDetails.cacheReadTokens`],
    toNumber,
  ),
  rule(
    "metadata",
    "cache_write_input_tokens",
    `${usage}inputTokenDetails.cacheWriteTokens`,
    toNumber,
  ),
  rule(
    "metadata",
    "reasoning_tokens",
    [`${usage}reasoningTokens`, `${usage}outputTokenDetails.reasoningTokens`],
    toNumber,
  ),
  rule("metadata", "finish_reasons", "ai.response.finishReason", toFinishReasons),
  rule("metadata", "response_id", "ai.response.id"),
  rule("metadata", "response_model", "ai.response.model"),
  rule("metadata", "operation_name", "ai.operationId"),
  rule("metadata", "response_timestamp", "ai.response.timestamp"),
  rule("metadata", "agent_name", "ai.telemetry.functionId"),
  rule("metadata", "user_id", "ai.telemetry.metadata.userId"),
  rule(
    "metadata",
    "time_to_first_token_ms",
    ["ai.response.msToFirstChunk", "ai.stream.msToFirstChunk"],
    toNumber,
  ),
];

/** Spans of the Vercel AI SDK, versions 4 to 6; version 7 writes OpenTelemetry's own conventions. */
export function applyAiSdk(draft: EventDraft): void {
  const { bag } = draft;
  if (!bag.hasPrefix("ai.")) return;
  applyPrompt(draft);
  applyResponse(draft);
  applyToolCall(draft);
  applyEmbedding(draft);
  applyRules(draft, rules);
  // The operation and the function id, joined.
  bag.take("operation.name");
  fillAll(draft, "config", bag.takePrefix("ai.settings."));
  fillAll(draft, "metadata", bag.takePrefix("ai.telemetry.metadata."));
  const headers = bag.takePrefix("ai.request.headers.");
  if (Object.keys(headers).length > 0) fill(draft, "config", "headers", redactHeaders(headers));
}

function applyPrompt(draft: EventDraft): void {
  const inner = fromJson(draft.bag.take("ai.prompt.messages"));
  if (Array.isArray(inner)) fillChatHistory(draft, inner);
  const prompt = fromJson(draft.bag.take("ai.prompt"));
  if (!isJsonObject(prompt)) {
    fill(draft, "inputs", "prompt", prompt);
    return;
  }
  const { system, prompt: text, messages } = prompt;
  const history = [
    ...(typeof system === "string" ? [{ role: "system", content: system }] : []),
    ...(Array.isArray(messages) ? (messages as unknown[]) : []),
    ...(Array.isArray(text) ? (text as unknown[]) : text === undefined ? [] : [text]),
  ];
  fillChatHistory(draft, history);
}

function applyResponse(draft: EventDraft): void {
  const { bag } = draft;
  const text = bag.take("ai.response.text");
  const calls = fromJson(bag.take("ai.response.toolCalls"));
  const reasoning = bag.take("ai.response.reasoning");
  const hasCalls = Array.isArray(calls) && calls.length > 0;
  if (text !== undefined || hasCalls) {
    fillChoices(draft, [
      {
        role: "assistant",
        content: text ?? null,
        ...(hasCalls ? { tool_calls: calls } : {}),
        finish_reason: bag.peek("ai.response.finishReason"),
      },
    ]);
  }
  fill(draft, "outputs", "reasoning", reasoning);
  fill(draft, "outputs", "object", fromJson(bag.take("ai.response.object")));
}

function applyToolCall(draft: EventDraft): void {
  const input = fromJson(draft.bag.take("ai.toolCall.args"));
  if (isJsonObject(input)) fillAll(draft, "inputs", input);
  else fill(draft, "inputs", "arguments", input);
  const output = fromJson(draft.bag.take("ai.toolCall.result"));
  if (isJsonObject(output)) fillAll(draft, "outputs", output);
  else fill(draft, "outputs", "result", output);
}

function applyEmbedding(draft: EventDraft): void {
  const { bag } = draft;
  fill(draft, "inputs", "value", fromJson(bag.take("ai.value")));
  for (const name of ["values", "documents"]) {
    const list = bag.take(`ai.${name}`);
    if (list !== undefined) fill(draft, "inputs", name, toList(list).map(fromJson));
  }
  const vectors = [bag.take("ai.embedding"), ...asList(bag.take("ai.embeddings"))]
    .map(fromJson)
    .filter((vector) => Array.isArray(vector));
  // A vector says nothing to a reader, and there are thousands of numbers in it.
  if (vectors.length > 0) {
    fill(
      draft,
      "outputs",
      "vector_lengths",
      vectors.map((vector) => vector.length),
    );
  }
  const ranking = bag.take("ai.ranking");
  if (ranking !== undefined) fill(draft, "outputs", "ranking", toList(ranking).map(fromJson));
}

function asList(value: unknown): readonly unknown[] {
  return value === undefined ? [] : toList(value);
}
