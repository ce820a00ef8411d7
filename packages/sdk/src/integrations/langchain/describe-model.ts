import type { JsonObject } from "@honeyhive/contract";

import { asList, asRecord, asText, compact, type AnyRecord } from "../../model-clients/read.js";
import { withoutSecrets } from "../../model-clients/without-secrets.js";

/** The name of a component as LangChain serialises it. */
export function nameOf(serialized: unknown, runName: unknown, fallback: string): string {
  const { name, id } = asRecord(serialized);
  return asText(runName) || asText(name) || asText(asList(id).at(-1)) || fallback;
}

/** What a model was asked with. */
export function modelConfig(extraParams: unknown, metadata: unknown): JsonObject {
  const parameters = asRecord(asRecord(extraParams)["invocation_params"]);
  const {
    ls_provider: provider,
    ls_model_name: model,
    ls_temperature: temperature,
  } = asRecord(metadata);
  return compact({
    provider,
    temperature,
    ...withoutSecrets(parameters),
    model: model ?? parameters["model"] ?? parameters["model_name"],
  });
}

const roles: Readonly<Record<string, string>> = { human: "user", ai: "assistant" };

/** One of LangChain's messages in the form of HoneyHive's chat history. */
export function toMessage(message: unknown): AnyRecord {
  const given = asRecord(message);
  const getType = given["getType"] ?? given["_getType"];
  const type: unknown =
    typeof getType === "function" ? Reflect.apply(getType, message, []) : given["type"];
  const role = asText(type);
  const calls = asList(given["tool_calls"]).map(asRecord);
  return compact({
    role: roles[role] ?? (role || given["role"]),
    content: given["content"],
    name: given["name"],
    tool_call_id: given["tool_call_id"],
    tool_calls: calls.length === 0 ? undefined : calls.map(toToolCall),
  });
}

/** What a model answered: the first generation, and the tokens. */
export function modelOutcome(result: unknown): { outputs: JsonObject; metadata: JsonObject } {
  const { generations, llmOutput } = asRecord(result);
  const { text, message, generationInfo } = asRecord(asList(asList(generations)[0])[0]);
  const answer = message === undefined ? { role: "assistant", content: text } : toMessage(message);
  const finishReason =
    asRecord(generationInfo)["finish_reason"] ??
    asRecord(asRecord(message)["response_metadata"])["finish_reason"];
  return {
    outputs: compact({ ...answer, finish_reason: finishReason }),
    metadata: compact({
      ...tokens(asRecord(message)["usage_metadata"], asRecord(llmOutput)["tokenUsage"]),
      finish_reason: finishReason,
    }),
  };
}

function toToolCall({ id, name, args }: AnyRecord): AnyRecord {
  return { id, type: "function", function: { name, arguments: JSON.stringify(args) } };
}

function tokens(ofMessage: unknown, ofModel: unknown): AnyRecord {
  const usage = asRecord(ofMessage);
  const older = asRecord(ofModel);
  const input = asRecord(usage["input_token_details"]);
  return {
    prompt_tokens: usage["input_tokens"] ?? older["promptTokens"],
    completion_tokens: usage["output_tokens"] ?? older["completionTokens"],
    total_tokens: usage["total_tokens"] ?? older["totalTokens"],
    cache_read_input_tokens: input["cache_read"],
    cache_write_input_tokens: input["cache_creation"],
    reasoning_tokens: asRecord(usage["output_token_details"])["reasoning"],
  };
}
