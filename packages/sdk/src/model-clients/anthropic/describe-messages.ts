import type { Enrichment } from "../../enrich/enrichment.js";
import type { OutputCollector } from "../../wrap/output-collector.js";
import { asCount, asList, asRecord, asText, compact, type AnyRecord } from "../read.js";
import type { CallDescription } from "../trace-call.js";
import { withoutSecrets } from "../without-secrets.js";

/** `messages.create`. */
export function describeMessages({ messages, system, ...config }: AnyRecord): CallDescription {
  const hasSystem = system !== undefined && system !== null;
  const instructions = hasSystem ? [{ role: "system", content: system }] : [];
  return {
    name: "anthropic.messages",
    eventType: "model",
    inputs: { chat_history: [...instructions, ...asList(messages)] },
    config: { provider: "anthropic", ...withoutSecrets(config) },
    summarise: summariseMessage,
    createCollector: collectMessage,
  };
}

function summariseMessage(message: unknown): Enrichment {
  const { id, model, role, content, usage, stop_reason: stopReason } = asRecord(message);
  const blocks = asList(content).map(asRecord);
  const textOf = (type: string, key: string): string =>
    blocks
      .filter((block) => block["type"] === type)
      .map((block) => asText(block[key]))
      .join("");
  const calls = blocks
    .filter(({ type }) => type === "tool_use")
    .map(({ id: callId, name, input }) => ({
      id: callId,
      type: "function",
      function: { name, arguments: typeof input === "string" ? input : JSON.stringify(input) },
    }));
  return {
    outputs: compact({
      role,
      content: textOf("text", "text"),
      reasoning: textOf("thinking", "thinking") || undefined,
      tool_calls: calls.length > 0 ? calls : undefined,
      finish_reason: stopReason,
    }),
    metadata: {
      ...usageMetadata(asRecord(usage)),
      ...compact({ response_id: id, response_model: model, finish_reason: stopReason }),
    },
  };
}

/** Anthropic counts what was read from and written to its cache beside the input; everybody else within it. */
function usageMetadata(usage: AnyRecord): AnyRecord {
  const { cache_read_input_tokens: read, cache_creation_input_tokens: written } = usage;
  const { input_tokens: plain, output_tokens: output } = usage;
  const input = typeof plain === "number" ? plain + asCount(read) + asCount(written) : plain;
  return compact({
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: typeof input === "number" && typeof output === "number" ? input + output : null,
    cache_read_input_tokens: read,
    cache_write_input_tokens: written,
  });
}

/** Puts the message together again that a stream gave in pieces. */
function collectMessage(): OutputCollector {
  let message: AnyRecord = {};
  const blocks = new Map<unknown, AnyRecord>();
  return {
    add: (item) => {
      const event = asRecord(item);
      if (event["type"] === "message_start") message = { ...asRecord(event["message"]) };
      if (event["type"] === "content_block_start") {
        const block = asRecord(event["content_block"]);
        // A tool's input begins as an empty object and comes as text.
        blocks.set(
          event["index"],
          block["type"] === "tool_use" ? { ...block, input: "" } : { ...block },
        );
      }
      if (event["type"] === "content_block_delta") {
        addDelta(blocks.get(event["index"]) ?? {}, asRecord(event["delta"]));
      }
      if (event["type"] === "message_delta") {
        Object.assign(message, compact(asRecord(event["delta"])), {
          usage: { ...asRecord(message["usage"]), ...compact(asRecord(event["usage"])) },
        });
      }
    },
    result: () => ({ ...message, content: [...blocks.values()] }),
  };
}

function addDelta(block: AnyRecord, delta: AnyRecord): void {
  if (typeof delta["text"] === "string") block["text"] = asText(block["text"]) + delta["text"];
  if (typeof delta["thinking"] === "string") {
    block["thinking"] = asText(block["thinking"]) + delta["thinking"];
  }
  if (typeof delta["partial_json"] === "string") {
    block["input"] = asText(block["input"]) + delta["partial_json"];
  }
}
