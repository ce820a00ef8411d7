import { isJsonObject } from "../../../json.js";
import { fromJson, fromJsonStructure, secondsToMs, toFinishReasons, toNumber } from "../convert.js";
import { fill, fillAll, type EventDraft } from "../event-draft.js";
import { fillChatHistory, fillChoices } from "../messages/fill-messages.js";
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
  applyMessages(draft);
  applyMessageEvents(draft);
  applyTool(draft);
  applyRules(draft, rules);
  fillAll(draft, "config", draft.bag.takePrefix("gen_ai.request."));
}

function applyMessages(draft: EventDraft): void {
  const details = draft.span.events.find(
    (event) => event.name === "gen_ai.client.inference.operation.details",
  );
  const read = (key: string): unknown => fromJson(draft.bag.take(key) ?? details?.attributes[key]);
  const instructions = read("gen_ai.system_instructions");
  if (instructions !== undefined)
    fill(draft, "config", "system_instructions", asText(instructions));
  const input = read("gen_ai.input.messages");
  if (Array.isArray(input)) fillChatHistory(draft, input);
  const output = read("gen_ai.output.messages");
  if (Array.isArray(output)) fillChoices(draft, output);
}

const messageEvent = /^gen_ai\.(system|user|assistant|tool)\.message$/;

/** Conventions up to 1.36, and Strands, write each message as a span event. */
function applyMessageEvents(draft: EventDraft): void {
  const { events } = draft.span;
  const history = events.flatMap(({ name, attributes }) => {
    const role = messageEvent.exec(name)?.[1];
    return role === undefined ? [] : [{ role, ...attributes }];
  });
  fillChatHistory(draft, history);
  const choices = events.filter(({ name }) => name === "gen_ai.choice");
  fillChoices(
    draft,
    choices.map(({ attributes }) => {
      const message = fromJsonStructure(attributes["message"]);
      const body = isJsonObject(message) ? message : { content: message };
      return { role: "assistant", ...body, finish_reason: attributes["finish_reason"] };
    }),
  );
}

function applyTool(draft: EventDraft): void {
  const input = fromJson(draft.bag.take("gen_ai.tool.call.arguments"));
  if (isJsonObject(input)) fillAll(draft, "inputs", input);
  else fill(draft, "inputs", "arguments", input);
  const output = fromJson(draft.bag.take("gen_ai.tool.call.result"));
  if (isJsonObject(output)) fillAll(draft, "outputs", output);
  else fill(draft, "outputs", "result", output);
}

/** Instructions are parts of a message; most are one text. */
function asText(instructions: unknown): unknown {
  if (!Array.isArray(instructions)) return instructions;
  const texts = instructions.map((part: unknown) =>
    isJsonObject(part) && typeof part["content"] === "string" ? part["content"] : undefined,
  );
  return texts.every((text) => text !== undefined) ? texts.join("\n") : instructions;
}
