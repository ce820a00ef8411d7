import type { CallTokens, Event } from "@honeyhive/contract";

/** Emitters that pass on what Anthropic reports, which counts cached tokens beside the input. */
const emittersOfRawUsage = ["traceloop"];

/** Undefined when the event says nothing about tokens. */
export function usageOf({ metadata, config }: Event): CallTokens | undefined {
  const count = (...keys: readonly string[]): number | undefined =>
    keys.map((key) => metadata[key]).find(isCount);
  const given = count("input_tokens", "prompt_tokens");
  const output = count("output_tokens", "completion_tokens");
  if (given === undefined && output === undefined) return undefined;
  const cacheReadTokens = count("cache_read_input_tokens") ?? 0;
  const cacheWriteTokens = count("cache_write_input_tokens") ?? 0;
  const cached = cacheReadTokens + cacheWriteTokens;
  const input = given ?? 0;
  const isRaw =
    /anthropic/i.test(String(config["provider"])) &&
    emittersOfRawUsage.includes(String(metadata["instrumentor"]));
  // More cached than sent: they cannot be part of it.
  const outputTokens = output ?? 0;
  const reasoning = count("reasoning_tokens") ?? 0;
  // Gemini counts its thoughts beside the answer, and they cost as much.
  const isBeside = count("total_tokens") === input + outputTokens + reasoning;
  const inputTokens = isRaw || cached > input ? input + cached : input;
  return {
    inputTokens,
    outputTokens: isBeside ? outputTokens + reasoning : outputTokens,
    cacheReadTokens,
    cacheWriteTokens,
  };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}
