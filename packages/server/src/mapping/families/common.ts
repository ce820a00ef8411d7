import { toNumber } from "../convert.js";
import { fill, type EventDraft } from "../event-draft.js";
import { applyRules, rule } from "../rules.js";

const rules = [
  rule("metadata", "user_id", ["user.id", "enduser.id"]),
  rule("metadata", "session_id", "session.id"),
  rule("metadata", "status_code", ["http.status_code", "http.response.status_code"], toNumber),
  rule("metadata", "openai_api_base", "openai.api_base"),
  rule("metadata", "openai_system_fingerprint", "openai.system_fingerprint"),
  rule("config", "destination", "messaging.destination.name"),
  rule("metadata", "messaging_destination", "messaging.destination.name"),
];

/** What any instrumentation may write, and what follows from the fields that are set by now. */
export function applyCommon(draft: EventDraft): void {
  applyRules(draft, rules);
  const { metadata, config, outputs, metrics } = draft.buckets;
  const gpu = Object.entries(draft.bag.takePrefix("gpu."));
  for (const [key, value] of gpu) metrics[`gpu.${key}`] ??= value;
  if (/stream/i.test(draft.span.name) && config["model"] !== undefined) {
    fill(draft, "config", "is_streaming", true);
  }
  const [prompt, completion] = [metadata["prompt_tokens"], metadata["completion_tokens"]];
  if (typeof prompt === "number" || typeof completion === "number") {
    fill(draft, "metadata", "total_tokens", (toNumber(prompt) ?? 0) + (toNumber(completion) ?? 0));
  }
  const reasons = metadata["finish_reasons"];
  if (Array.isArray(reasons)) fill(draft, "metadata", "finish_reason", reasons[0]);
  if ("role" in outputs) fill(draft, "outputs", "finish_reason", metadata["finish_reason"]);
  // A call that failed has neither, and was one.
  const isModelCall =
    metadata["response_model"] !== undefined ||
    metadata["prompt_tokens"] !== undefined ||
    draft.eventType === "model";
  if (isModelCall) {
    fill(draft, "metadata", "model_name", metadata["response_model"] ?? config["model"]);
  }
}
