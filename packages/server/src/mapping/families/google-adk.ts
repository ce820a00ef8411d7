import type { JsonObject } from "@honeyhive/contract";

import { isJsonObject } from "../../lib/json.js";
import { fromJson, toFinishReasons } from "../convert.js";
import { fill, fillAll, fillObject, type EventDraft } from "../event-draft.js";
import { fillChatHistory, fillChoices } from "../messages/fill-messages.js";
import { applyRules, rule } from "../rules.js";

const prefix = "gcp.vertex.agent.";

const rules = [
  rule("metadata", "event_id", `${prefix}event_id`),
  rule("metadata", "invocation_id", `${prefix}invocation_id`),
  rule("metadata", "conversation_id", `${prefix}session_id`),
];

/** Spans of Google's Agent Development Kit: whole requests and responses of Gemini as JSON. */
export function applyGoogleAdk(draft: EventDraft): void {
  const { bag } = draft;
  if (!bag.hasPrefix(prefix)) return;
  applyRequest(draft, fromJson(bag.take(`${prefix}llm_request`)));
  applyResponse(draft, fromJson(bag.take(`${prefix}llm_response`)));
  fillObject(draft, "inputs", "arguments", fromJson(bag.take(`${prefix}tool_call_args`)));
  fillObject(draft, "outputs", "result", fromJson(bag.take(`${prefix}tool_response`)));
  fillObject(draft, "inputs", "data", fromJson(bag.take(`${prefix}data`)));
  applyRules(draft, rules);
}

function applyRequest(draft: EventDraft, request: unknown): void {
  if (!isJsonObject(request)) return;
  const { model, contents, config } = request;
  fill(draft, "config", "model", model);
  if (Array.isArray(contents)) fillChatHistory(draft, contents);
  if (!isJsonObject(config)) return;
  const { systemInstruction, system_instruction, tools, ...settings } = config;
  const given = systemInstruction ?? system_instruction;
  const instructions = isJsonObject(given) ? textOf(given) : given;
  fill(draft, "config", "system_instructions", instructions);
  fill(draft, "config", "tools", Array.isArray(tools) ? tools.flatMap(functionsOf) : undefined);
  fill(draft, "config", "max_tokens", pick(settings, "maxOutputTokens"));
  fill(draft, "config", "top_p", settings["topP"]);
  fill(draft, "config", "top_k", settings["topK"]);
  fillAll(draft, "config", settings);
}

function applyResponse(draft: EventDraft, response: unknown): void {
  if (!isJsonObject(response)) return;
  const { content } = response;
  const reason = toFinishReasons(String(pick(response, "finishReason") ?? "").toLowerCase())[0];
  if (isJsonObject(content)) fillChoices(draft, [{ ...content, finish_reason: reason }]);
  fill(draft, "outputs", "error", pick(response, "errorMessage"));
  applyUsage(draft, pick(response, "usageMetadata"));
}

/** What OpenTelemetry's own attributes say comes first; older releases have none. */
function applyUsage(draft: EventDraft, usage: unknown): void {
  if (!isJsonObject(usage) || draft.bag.hasPrefix("gen_ai.usage.")) return;
  for (const [name, targets] of Object.entries(tokenCounts)) {
    for (const target of targets) fill(draft, "metadata", target, pick(usage, name));
  }
}

/** Of Gemini, and what they are called in metadata. */
const tokenCounts = {
  promptTokenCount: ["prompt_tokens", "input_tokens"],
  candidatesTokenCount: ["completion_tokens", "output_tokens"],
  totalTokenCount: ["total_tokens"],
  cachedContentTokenCount: ["cache_read_input_tokens"],
  thoughtsTokenCount: ["reasoning_tokens"],
};

/** The kit for Python writes its names in snake case. */
function pick(from: JsonObject, name: string): unknown {
  return from[name] ?? from[name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
}

/** Each tool of Gemini is a set of functions. */
function functionsOf(tool: unknown): unknown[] {
  const functions = isJsonObject(tool)
    ? (tool["functionDeclarations"] ?? tool["function_declarations"])
    : undefined;
  return Array.isArray(functions) ? functions : [tool];
}

function textOf(content: JsonObject): unknown {
  const { parts } = content;
  if (!Array.isArray(parts)) return content;
  return parts.flatMap((part) => (isJsonObject(part) ? (part["text"] ?? []) : [])).join("\n");
}
