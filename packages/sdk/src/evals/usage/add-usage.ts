import type { ModelUsage } from "../types/model-usage.js";

/** Both together. */
export function addUsage(first: ModelUsage | undefined, second: ModelUsage): ModelUsage {
  const { calls, inputTokens, outputTokens, totalTokens } = second;
  return {
    calls: calls + (first?.calls ?? 0),
    inputTokens: inputTokens + (first?.inputTokens ?? 0),
    outputTokens: outputTokens + (first?.outputTokens ?? 0),
    totalTokens: totalTokens + (first?.totalTokens ?? 0),
  };
}
