/** US dollars per million tokens. What is not given of the cache costs like other input. */
export interface ModelPrices {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number | undefined;
  readonly cacheWrite?: number | undefined;
}

/** Tokens of one call, as prices count them: the input includes what was read from and written to a cache. */
export interface CallTokens {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
}

/** What a call cost, in US dollars. */
export function priceOf(tokens: CallTokens, prices: ModelPrices): number {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = tokens;
  const { input, output, cacheRead = input, cacheWrite = input } = prices;
  const plain = inputTokens - cacheReadTokens - cacheWriteTokens;
  const dollars =
    plain * input +
    cacheReadTokens * cacheRead +
    cacheWriteTokens * cacheWrite +
    outputTokens * output;
  return dollars / 1e6;
}

/** Names under which prices of a model may be given, the most exact first: `openai/gpt-4o`, `gpt-4o`. */
export function priceNames(provider: string | undefined, model: string): readonly string[] {
  return provider === undefined ? [model] : [`${provider}/${model}`, model];
}
