import { eventTokens, oneLine, type Event } from "@honeyhive/contract";

import { formatCost, formatCount, formatPlural } from "../output/format.js";

/** Model, tokens and cost, as far as they are known. */
export function usageOf(event: Event): string {
  const { prompt, completion, total, cost } = eventTokens(event);
  const model = event.config["model"];
  const tokens =
    prompt !== undefined && completion !== undefined
      ? `${formatCount(prompt)} in, ${formatCount(completion)} out`
      : total && formatPlural(total, "token");
  return [typeof model === "string" ? oneLine(model) : undefined, tokens, cost && formatCost(cost)]
    .filter((part) => part !== undefined && part !== 0)
    .join(" · ");
}
