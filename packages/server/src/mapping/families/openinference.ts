import { isJsonObject } from "../../lib/json.js";
import {
  fromJson,
  fromJsonStructure,
  redactHeaders,
  toFinishReasons,
  toNumber,
} from "../convert.js";
import { fill, fillAll, type EventDraft } from "../event-draft.js";
import { bedrockMessages } from "../messages/bedrock-messages.js";
import { fillChatHistory, fillChoices } from "../messages/fill-messages.js";
import { applyMessageAttributes } from "../messages/message-events.js";
import { unwrapLangChain } from "../messages/unwrap-langchain.js";
import { applyRules, rule } from "../rules.js";
import { takeList } from "../take-list.js";
import { unflatten } from "../unflatten.js";

const tokens = "llm.token_count.";

const rules = [
  rule("config", "model", [
    "llm.request.model_name",
    "llm.model_name",
    "embedding.model_name",
    "reranker.model_name",
  ]),
  rule("config", "provider", ["llm.provider", "llm.system"]),
  rule("metadata", "provider", "llm.provider"),
  rule("config", "is_streaming", "llm.is_streaming"),
  rule("config", "template", "llm.prompt_template.template"),
  rule("config", "template_version", "llm.prompt_template.version"),
  rule("inputs", "template_variables", "llm.prompt_template.variables", fromJson),
  rule("config", "headers", "llm.headers", redactHeaders),
  rule("config", "tool_name", "tool.name"),
  rule("config", "tool_description", "tool.description"),
  rule("config", "tool_parameters", "tool.parameters", fromJson),
  rule("metadata", "tool_name", "tool.name"),
  rule("metadata", "tool_call_id", "tool_call.id"),
  rule("metadata", ["prompt_tokens", "input_tokens"], `${tokens}prompt`, toNumber),
  rule("metadata", ["completion_tokens", "output_tokens"], `${tokens}completion`, toNumber),
  rule("metadata", "total_tokens", `${tokens}total`, toNumber),
  rule("metadata", "cache_read_input_tokens", `${tokens}prompt_details.cache_read`, toNumber),
  rule("metadata", "cache_write_input_tokens", `${tokens}prompt_details.cache_write`, toNumber),
  rule("metadata", "reasoning_tokens", `${tokens}completion_details.reasoning`, toNumber),
  rule("metadata", "cost", "llm.cost.total", toNumber),
  rule(
    "metadata",
    ["finish_reasons", "response_finish_reasons"],
    ["llm.finish_reason", "gen_ai.response.finish_reasons"],
    toFinishReasons,
  ),
  rule("metadata", "response_model", "llm.response.model_name"),
  rule("metadata", "llm.model_name", ["llm.model_name", "llm.response.model_name"]),
  rule("metadata", "event_id", "tool_call.id"),
  rule("metadata", "event_type", "openinference.event.type"),
  rule("metadata", "event_name", "openinference.event.name"),
  rule("metadata", "conversation_id", "session.id"),
  rule("config", "top_k", "llm.top_k"),
  rule("metadata", "span_kind", "openinference.span.kind"),
  rule("metadata", "agent_name", "agent.name"),
  rule("metadata", "input_mime_type", "input.mime_type"),
  rule("metadata", "output_mime_type", "output.mime_type"),
  rule("metadata", "tags", "tag.tags"),
];

/** Spans of OpenInference's instrumentations. */
export function applyOpenInference(draft: EventDraft): void {
  const { bag } = draft;
  if (!isOpenInference(draft)) return;
  // Who writes OpenTelemetry's messages too has made these of them, and lost images and answers on the way.
  applyMessageAttributes(draft, draft.span.events);
  fillChatHistory(draft, takeInputMessages(draft));
  fillChoices(draft, takeList(bag, "llm.output_messages"));
  applyInvocation(draft);
  applyRetrieval(draft);
  applyUsageOfBedrock(draft);
  applyInput(draft);
  applyOutput(draft);
  const metadata = fromJson(bag.peek("metadata"));
  if (isJsonObject(metadata)) {
    bag.take("metadata");
    fillAll(draft, "metadata", metadata);
  }
  applyRules(draft, rules);
  applyJudgements(draft);
}

/** Numbers and truths under `score.` and `evaluation.` are metrics; texts beside them, as their names, stay attributes. */
function applyJudgements(draft: EventDraft): void {
  const { bag, span } = draft;
  for (const prefix of ["score.", "evaluation."]) {
    for (const { name } of bag.names.below(prefix)) {
      const value = span.attributes[name];
      if (typeof value === "number" || typeof value === "boolean")
        fill(draft, "metrics", name, bag.take(name));
    }
  }
  fillAll(draft, "feedback", unflatten(bag.takePrefix("annotation.")));
}

/** Of calls of Bedrock neither results of tools nor the system prompt is in the messages: the request has them. */
function takeInputMessages({ bag, span }: EventDraft): readonly unknown[] {
  const messages = takeList(bag, "llm.input_messages");
  if (!isOfBedrock(span)) return messages;
  return bedrockMessages(fromJsonStructure(bag.peek("input.value"))) ?? messages;
}

/** Nor are the tokens of a cache among those that are counted. */
function applyUsageOfBedrock(draft: EventDraft): void {
  if (!isOfBedrock(draft.span)) return;
  const answer = fromJsonStructure(draft.bag.peek("output.value"));
  const usage = isJsonObject(answer) ? answer["usage"] : undefined;
  if (!isJsonObject(usage)) return;
  fill(draft, "metadata", "cache_read_input_tokens", usage["cacheReadInputTokens"]);
  fill(draft, "metadata", "cache_write_input_tokens", usage["cacheWriteInputTokens"]);
}

function isOfBedrock({ scope }: EventDraft["span"]): boolean {
  return /openinference.*bedrock/.test(scope.name);
}

/** Its names are general: without a sign of OpenInference they may be somebody else's. */
function isOpenInference({ bag, span }: EventDraft): boolean {
  const signs = [
    "openinference.",
    "llm.",
    "input.",
    "output.",
    "retrieval.",
    "reranker.",
    "embedding.",
    "tool.",
  ];
  return span.scope.name.includes("openinference") || signs.some((sign) => bag.hasPrefix(sign));
}

function applyInvocation(draft: EventDraft): void {
  const parameters = fromJson(draft.bag.peek("llm.invocation_parameters"));
  if (isJsonObject(parameters)) {
    draft.bag.take("llm.invocation_parameters");
    fillAll(draft, "config", parameters);
    fill(draft, "config", "is_streaming", parameters["stream"]);
  }
  const tools = takeList(draft.bag, "llm.tools").map((tool) => {
    const schema = isJsonObject(tool) && isJsonObject(tool["tool"]) ? tool["tool"] : tool;
    return isJsonObject(schema) ? fromJson(schema["json_schema"] ?? schema) : schema;
  });
  if (tools.length > 0) fill(draft, "config", "tools", tools);
}

function applyRetrieval(draft: EventDraft): void {
  const { bag } = draft;
  const documents = takeDocuments(draft, "retrieval.documents");
  if (documents.length > 0) fill(draft, "outputs", "documents", documents);
  fill(draft, "inputs", "query", bag.take("reranker.query"));
  const candidates = takeDocuments(draft, "reranker.input_documents");
  if (candidates.length > 0) fill(draft, "inputs", "nodes", candidates);
  const ranked = takeDocuments(draft, "reranker.output_documents");
  if (ranked.length > 0) fill(draft, "outputs", "documents", ranked);
  const embeddings = takeList(bag, "embedding.embeddings").map((entry) =>
    isJsonObject(entry) && isJsonObject(entry["embedding"]) ? entry["embedding"] : {},
  );
  if (embeddings.length === 0) return;
  fill(
    draft,
    "inputs",
    "texts",
    embeddings.map((embedding) => embedding["text"] ?? null),
  );
  // A vector says nothing to a reader, and there are thousands of numbers in it.
  const lengths = embeddings.map(({ vector }) => (Array.isArray(vector) ? vector.length : null));
  fill(draft, "outputs", "vector_lengths", lengths);
}

function takeDocuments(draft: EventDraft, prefix: string): readonly unknown[] {
  return takeList(draft.bag, prefix).map((entry) => {
    const document = isJsonObject(entry) ? (entry["document"] ?? entry) : entry;
    if (!isJsonObject(document) || document["metadata"] === undefined) return document;
    return { ...document, metadata: fromJson(document["metadata"]) };
  });
}

/** `input.value` repeats the messages of a model call, which are known better from their own attributes. */
function applyInput(draft: EventDraft): void {
  const given = draft.bag.take("input.value");
  if (given === undefined || "chat_history" in draft.buckets.inputs) return;
  const value = unwrapLangChain(fromJsonStructure(given));
  if (isJsonObject(value)) {
    const { messages, ...others } = value;
    if (Array.isArray(messages)) fillChatHistory(draft, messages);
    fillAll(draft, "inputs", Array.isArray(messages) ? others : value);
    return;
  }
  const isRetriever = draft.bag.peek("openinference.span.kind") === "RETRIEVER";
  fill(draft, "inputs", isRetriever ? "query" : "input", value);
}

function applyOutput(draft: EventDraft): void {
  const given = draft.bag.take("output.value");
  const { outputs } = draft.buckets;
  if (given === undefined || "role" in outputs || "documents" in outputs) return;
  const value = unwrapLangChain(fromJsonStructure(given));
  if (isJsonObject(value)) fillAll(draft, "outputs", value);
  else fill(draft, "outputs", "result", value);
}

/** What is left of `llm.*` once every other family has read it. */
export function applyRestOfLlm(draft: EventDraft): void {
  fillAll(draft, "config", unflatten(draft.bag.takePrefix("llm.")));
}
