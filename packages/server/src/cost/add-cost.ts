import type { Event } from "@honeyhive/contract";

import type { PriceTable } from "./price-table.js";
import { usageOf } from "./usage-of.js";

/** Operations that are paid by the token without being calls of a chat model. */
const paidOperations = new Set([
  "embeddings",
  "embedding",
  "rerank",
  "ai.embed.doEmbed",
  "ai.embedMany.doEmbed",
]);

/**
 * The event with `metadata.cost` in US dollars and `metadata.cost_source`, where the sender told tokens and a model
 * but no cost. A cost that the sender told is never changed.
 */
export function addCost(event: Event, prices: PriceTable): Event {
  const { metadata, config } = event;
  if (metadata["cost"] !== undefined || !isPaid(event)) return event;
  const usage = usageOf(event);
  if (usage === undefined) return event;
  const provider = text(config["provider"]) ?? text(metadata["provider"]);
  const { response_model, model_name, "llm.model_name": saidLast } = metadata;
  // OpenInference's emitters say with `llm.model_name` which model was asked for, and then which one answered.
  const models = [response_model, saidLast, config["model"], model_name];
  for (const model of new Set(models.map(text))) {
    if (model === undefined) continue;
    const cost = prices.costOf({ provider, model, usage, time: new Date(event.start_time) });
    if (cost === undefined) continue;
    const { dollars, source } = cost;
    return { ...event, metadata: { ...metadata, cost: dollars, cost_source: source } };
  }
  return event;
}

/** An agent repeats the tokens of the calls that it made. */
function isPaid({ event_type: type, metadata }: Event): boolean {
  if (type === "model") return true;
  const operation = metadata["operation_name"] ?? metadata["request_type"];
  return (
    type === "tool" &&
    (paidOperations.has(String(operation)) || metadata["span_kind"] === "EMBEDDING")
  );
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
