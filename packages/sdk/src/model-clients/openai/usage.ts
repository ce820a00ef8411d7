import { asRecord, compact, type AnyRecord } from "../read.js";

/** Tokens, in HoneyHive's names, of OpenAI's two kinds of usage. */
export function usageMetadata(usage: unknown): AnyRecord {
  const given = asRecord(usage);
  const promptDetails = asRecord(given["prompt_tokens_details"] ?? given["input_tokens_details"]);
  const outputDetails = asRecord(
    given["completion_tokens_details"] ?? given["output_tokens_details"],
  );
  return compact({
    prompt_tokens: given["prompt_tokens"] ?? given["input_tokens"],
    completion_tokens: given["completion_tokens"] ?? given["output_tokens"],
    total_tokens: given["total_tokens"],
    cache_read_input_tokens: promptDetails["cached_tokens"],
    reasoning_tokens: outputDetails["reasoning_tokens"],
  });
}
