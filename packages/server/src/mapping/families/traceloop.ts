import type { JsonObject } from "@honeyhive/contract";

import { isJsonObject } from "../../lib/json.js";
import { fromJson } from "../convert.js";
import { fill, fillAll, type EventDraft } from "../event-draft.js";
import { fillChatHistory, fillChoices } from "../messages/fill-messages.js";
import { unwrapLangChain } from "../messages/unwrap-langchain.js";
import { applyRules, rule } from "../rules.js";
import { takeList } from "../take-list.js";

const rules = [
  rule("metadata", "span_kind", "traceloop.span.kind"),
  rule("metadata", "workflow_name", "traceloop.workflow.name"),
  rule("metadata", "entity_name", "traceloop.entity.name"),
  rule("metadata", "entity_path", "traceloop.entity.path"),
  rule("metadata", "entity_version", "traceloop.entity.version"),
  rule("metadata", "request_type", "llm.request.type"),
  rule("config", "stop_sequences", "llm.chat.stop_sequences"),
  rule("config", "frequency_penalty", "llm.frequency_penalty"),
  rule("config", "presence_penalty", "llm.presence_penalty"),
  rule("config", "top_k", "llm.top_k"),
];

/** Spans of OpenLLMetry: messages spread over numbered attributes, workflows with their arguments as JSON. */
export function applyTraceloop(draft: EventDraft): void {
  const { bag } = draft;
  const prompts = takeList(bag, "gen_ai.prompt");
  if (bag.peek("llm.request.type") === "rerank") fill(draft, "inputs", "nodes", prompts);
  else fillChatHistory(draft, prompts.map(withContent));
  fillChoices(draft, takeList(bag, "gen_ai.completion"));
  const functions = takeList(bag, "llm.request.functions").map((definition) =>
    isJsonObject(definition) ? toFunction(definition) : definition,
  );
  if (functions.length > 0) fill(draft, "config", "tools", functions);
  applyEntity(draft);
  applyRules(draft, rules);
}

/** The instrumentation of Cohere names the content of a prompt after who says it. */
function withContent(prompt: unknown): unknown {
  if (!isJsonObject(prompt) || prompt["content"] !== undefined) return prompt;
  const said = prompt[String(prompt["role"])];
  return typeof said === "string" ? { ...prompt, content: said } : prompt;
}

/** Versions before 0.13 call the parameters arguments. */
function toFunction({
  arguments: given,
  parameters = given,
  ...definition
}: JsonObject): JsonObject {
  return { ...definition, parameters: fromJson(parameters) };
}

function applyEntity(draft: EventDraft): void {
  const input = unwrapLangChain(fromJson(draft.bag.take("traceloop.entity.input")));
  if (isJsonObject(input)) fillAll(draft, "inputs", input);
  else fill(draft, "inputs", "input", input);
  const output = unwrapLangChain(fromJson(draft.bag.take("traceloop.entity.output")));
  if (isJsonObject(output)) fillAll(draft, "outputs", output);
  else fill(draft, "outputs", "result", output);
}
