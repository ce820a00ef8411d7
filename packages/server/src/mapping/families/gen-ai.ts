import { isJsonObject } from "../../lib/json.js";
import { fromJson, secondsToMs, toFinishReasons, toNumber } from "../convert.js";
import { fill, fillAll, type EventDraft } from "../event-draft.js";
import {
  evaluationAttribute,
  evaluationResult,
  metricsOfEvaluation,
} from "../evaluation-result.js";
import { applyMessageAttributes, applyMessageEvents } from "../messages/message-events.js";
import { applyRules, rule } from "../rules.js";

const usage = "gen_ai.usage.";

const rules = [
  rule("config", "model", "gen_ai.request.model"),
  rule("config", "provider", ["gen_ai.provider.name", "gen_ai.system"]),
  rule("metadata", "provider", "gen_ai.provider.name"),
  rule("metadata", "system", "gen_ai.system"),
  rule("config", ["max_tokens", "max_completion_tokens"], "gen_ai.request.max_tokens", toNumber),
  rule("config", "is_streaming", ["gen_ai.request.is_stream", "gen_ai.request.stream"]),
  rule("config", "thinking_budget_tokens", "gen_ai.request.thinking.budget_tokens"),
  rule("config", "reasoning_effort", [
    "gen_ai.request.reasoning_effort",
    "gen_ai.request.thinking_type",
    "gen_ai.request.thinking.budget_tokens",
  ]),
  rule("config", "tools", "gen_ai.tool.definitions", fromJson),
  rule("config", "tool_name", "gen_ai.tool.name"),
  rule("config", "tool_description", "gen_ai.tool.description"),
  rule("metadata", "tool_name", "gen_ai.tool.name"),
  rule("metadata", "tool_call_id", "gen_ai.tool.call.id"),
  rule("metadata", "tool_type", "gen_ai.tool.type"),
  rule("metadata", "tool_status", "gen_ai.tool.status"),
  rule(
    "metadata",
    ["prompt_tokens", "input_tokens"],
    [`${usage}prompt_tokens`, `${usage}input_tokens`],
    toNumber,
  ),
  rule(
    "metadata",
    ["completion_tokens", "output_tokens"],
    [`${usage}completion_tokens`, `${usage}output_tokens`],
    toNumber,
  ),
  rule("metadata", "total_tokens", [`${usage}total_tokens`, "llm.usage.total_tokens"], toNumber),
  rule(
    "metadata",
    "cache_read_input_tokens",
    [`${usage}cache_read_input_tokens`, `${usage}cache_read.input_tokens`],
    toNumber,
  ),
  rule(
    "metadata",
    "cache_write_input_tokens",
    [
      `${usage}cache_write_input_tokens`,
      `${usage}cache_creation_input_tokens`,
      `${usage}cache_creation.input_tokens`,
    ],
    toNumber,
  ),
  rule(
    "metadata",
    "reasoning_tokens",
    [`${usage}reasoning_tokens`, `${usage}reasoning.output_tokens`],
    toNumber,
  ),
  rule("metadata", "cost", `${usage}cost`, toNumber),
  rule(
    "metadata",
    "finish_reasons",
    ["gen_ai.response.finish_reasons", "gen_ai.response.finish_reason"],
    toFinishReasons,
  ),
  rule("metadata", "response_id", "gen_ai.response.id"),
  rule("metadata", "response_model", "gen_ai.response.model"),
  rule("metadata", "operation_name", "gen_ai.operation.name"),
  rule("metadata", "span_kind", "gen_ai.agent.type"),
  rule("metadata", "agent_name", "gen_ai.agent.name"),
  rule("metadata", "agent_id", "gen_ai.agent.id"),
  rule("metadata", "agent_description", "gen_ai.agent.description"),
  rule("metadata", "conversation_id", "gen_ai.conversation.id"),
  rule("metadata", "openai_api_base", "gen_ai.openai.api_base"),
  rule("metadata", "openai_system_fingerprint", "gen_ai.openai.response.system_fingerprint"),
  rule("metadata", "latency_ms", "gen_ai.client.operation.duration", secondsToMs),
  rule(
    "metadata",
    "time_to_first_token_ms",
    ["gen_ai.server.time_to_first_token", "gen_ai.client.operation.time_to_first_chunk"],
    secondsToMs,
  ),
];

/** OpenTelemetry's own conventions for generative AI, of today and as span events of before. */
export function applyGenAi(draft: EventDraft): void {
  applyMessageAttributes(draft, draft.span.events);
  applyMessageEvents(draft, draft.span.events);
  applyTool(draft);
  applyEvaluations(draft);
  applyRules(draft, rules);
  fillAll(draft, "config", draft.bag.takePrefix("gen_ai.request."));
}

function applyTool(draft: EventDraft): void {
  const input = fromJson(draft.bag.take("gen_ai.tool.call.arguments"));
  if (isJsonObject(input)) fillAll(draft, "inputs", input);
  else fill(draft, "inputs", "arguments", input);
  const output = fromJson(draft.bag.take("gen_ai.tool.call.result"));
  if (isJsonObject(output)) fillAll(draft, "outputs", output);
  else fill(draft, "outputs", "result", output);
}

/** Scores are events of the span that was judged, or spans of their own. */
function applyEvaluations(draft: EventDraft): void {
  const { bag, span } = draft;
  // Of several of one name the last counts; the events themselves are kept.
  for (const { name, attributes } of span.events.toReversed()) {
    if (name === evaluationResult) fillAll(draft, "metrics", metricsOfEvaluation(attributes) ?? {});
  }
  if (bag.peek(evaluationAttribute.name) === undefined) return;
  const metrics = metricsOfEvaluation(span.attributes);
  if (metrics === undefined) return;
  fillAll(draft, "metrics", metrics);
  for (const key of Object.values(evaluationAttribute)) bag.take(key);
}
