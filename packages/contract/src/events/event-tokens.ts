import type { Event } from "./event.js";

/** Undefined instead of zero: what used nothing has nothing to show. */
export interface TokenUsage {
  readonly prompt: number | undefined;
  readonly completion: number | undefined;
  readonly total: number | undefined;
  readonly cost: number | undefined;
}

/** What a span says it used, read from its `metadata`. */
export function eventTokens({ metadata }: Pick<Event, "metadata">): TokenUsage {
  const read = (...keys: readonly string[]): number | undefined =>
    keys
      .map((key) => metadata[key])
      .filter((value) => typeof value === "number")
      .find((value) => value > 0);
  const prompt = read("prompt_tokens", "input_tokens");
  const completion = read("completion_tokens", "output_tokens");
  const sum = (prompt ?? 0) + (completion ?? 0);
  return {
    prompt,
    completion,
    total: read("total_tokens") ?? (sum > 0 ? sum : undefined),
    cost: read("cost"),
  };
}
