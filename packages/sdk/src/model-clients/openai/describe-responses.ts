import type { Enrichment } from "../../enrich/enrichment.js";
import type { OutputCollector } from "../../wrap/output-collector.js";
import { asList, asRecord, asText, compact, type AnyRecord } from "../read.js";
import type { CallDescription } from "../trace-call.js";
import { withoutSecrets } from "../without-secrets.js";
import { usageMetadata } from "./usage.js";

/** `responses.create`. */
export function describeResponses({ input, instructions, ...config }: AnyRecord): CallDescription {
  const messages = typeof input === "string" ? [{ role: "user", content: input }] : asList(input);
  const hasSystem = instructions !== undefined && instructions !== null;
  const system = hasSystem ? [{ role: "system", content: instructions }] : [];
  return {
    name: "openai.responses",
    eventType: "model",
    inputs: { chat_history: [...system, ...messages] },
    config: { provider: "openai", ...withoutSecrets(config) },
    summarise: summariseResponse,
    createCollector: takeFinalResponse,
  };
}

function summariseResponse(response: unknown): Enrichment {
  const { id, model, output, usage, status, incomplete_details: incomplete } = asRecord(response);
  const items = asList(output).map(asRecord);
  const parts = items.flatMap(({ content }) => asList(content).map(asRecord));
  const calls = items
    .filter(({ type }) => type === "function_call")
    .map(({ call_id: callId, name, arguments: given }) => ({
      id: callId,
      type: "function",
      function: { name, arguments: given },
    }));
  const finishReason = asRecord(incomplete)["reason"] ?? status;
  return {
    outputs: compact({
      role: "assistant",
      content: parts.map(({ text }) => asText(text)).join(""),
      tool_calls: calls.length > 0 ? calls : undefined,
      finish_reason: finishReason,
    }),
    metadata: {
      ...usageMetadata(usage),
      ...compact({ response_id: id, response_model: model, finish_reason: finishReason }),
    },
  };
}

/** The last event of a stream that speaks of the whole response has all of it. */
function takeFinalResponse(): OutputCollector {
  let latest: unknown;
  return {
    add: (item) => (latest = asRecord(item)["response"] ?? latest),
    result: () => latest,
  };
}
