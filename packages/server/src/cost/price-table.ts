import { priceNames, priceOf, type CallTokens, type ModelPrices } from "@honeyhive/contract";
import {
  calcPrice,
  findProvider,
  type ModelInfo,
  type PriceCalculationResult,
  type Provider,
} from "@pydantic/genai-prices";

export interface PricedCall {
  readonly provider: string | undefined;
  readonly model: string;
  readonly usage: CallTokens;
  readonly time: Date;
}

/** US dollars, and where the price came from. */
export interface Cost {
  readonly dollars: number;
  readonly source: string;
}

/** Whoever runs a model on a machine of their own pays nothing by the token. */
const localProvider = /^(ollama|vllm|lm.?studio|llama.?cpp|llamafile|local.?ai|local)\b/i;
const maxRemembered = 1000;

/** Ids of Bedrock, `us.anthropic.claude-…-v1:0` say, tell who sells the model where the provider does not. */
const bedrockModel =
  /^([a-z-]+\.)?(ai21|amazon|anthropic|cohere|deepseek|meta|mistral|openai)\.[^/]+$/;

/**
 * What calls of models cost: by the configured prices first, then by those that `@pydantic/genai-prices` bundles,
 * at the time of the call. A model that neither knows has no cost.
 */
export class PriceTable {
  readonly #configured: ReadonlyMap<string, ModelPrices>;
  /** Finding a model among thousands costs more than pricing it. Null: it is not in the table. */
  readonly #found = new Map<string, FoundModel | null>();

  constructor(configured: Readonly<Record<string, ModelPrices>> = {}) {
    this.#configured = new Map(Object.entries(configured));
  }

  costOf(call: PricedCall): Cost | undefined {
    return this.#byConfiguration(call) ?? this.#byTable(call);
  }

  #byConfiguration({ provider, model, usage }: PricedCall): Cost | undefined {
    for (const key of priceNames(provider, model)) {
      const prices = this.#configured.get(key);
      if (prices !== undefined)
        return { dollars: priceOf(usage, prices), source: `configured:${key}` };
    }
    return undefined;
  }

  #byTable(call: PricedCall): Cost | undefined {
    const { provider: providerName, model, usage, time } = call;
    if (providerName !== undefined && localProvider.test(providerName)) return undefined;
    const key = `${providerName ?? ""}/${model}`;
    let found = this.#found.get(key);
    if (found === undefined) {
      found = findModel(call) ?? null;
      if (this.#found.size >= maxRemembered) this.#found.clear();
      this.#found.set(key, found);
    }
    if (found === null) return undefined;
    const dollars = dollarsOf(usage, found, model, time);
    // A table that has the model without its price knows nothing about it.
    return dollars > 0 ? { dollars, source: found.source } : undefined;
  }
}

interface FoundModel {
  /** With nothing but this model. */
  readonly provider: Provider;
  readonly source: string;
  /** Dollars per million tokens, where they are always the same. */
  readonly rates: { readonly input: number; readonly output: number } | undefined;
}

function dollarsOf(usage: CallTokens, found: FoundModel, model: string, time: Date): number {
  const { provider, rates } = found;
  if (rates !== undefined && usage.cacheReadTokens === 0 && usage.cacheWriteTokens === 0) {
    // What `calcPrice` comes to, which first checks its whole table.
    return (rates.input * usage.inputTokens) / 1e6 + (rates.output * usage.outputTokens) / 1e6;
  }
  const result = calcPrice(toTableUsage(usage), model, { provider, timestamp: time });
  return result?.total_price ?? 0;
}

/** Undefined when the price depends on the time or on the number of tokens, or is not of tokens alone. */
function ratesOf({ prices }: ModelInfo): FoundModel["rates"] {
  if (Array.isArray(prices)) return undefined;
  const { input_mtok: input, output_mtok: output } = prices;
  if (typeof input !== "number" || typeof output !== "number") return undefined;
  // Everything else is paid for when it was used; the call itself always was.
  const isPaidByCall = Object.keys(prices).some((name) => name.startsWith("requests"));
  return isPaidByCall ? undefined : { input, output };
}

/** Undefined for a model that the table does not have. Frameworks that are no provider are passed over. */
function findModel({ provider: name, model, usage, time }: PricedCall): FoundModel | undefined {
  const known = name === undefined ? undefined : findProvider({ providerId: name });
  const priceAt = (provider: Provider | undefined): PriceCalculationResult => {
    const options = provider === undefined ? {} : { provider };
    return calcPrice(toTableUsage(usage), model, { ...options, timestamp: time });
  };
  const seller = bedrockModel.test(model) ? findProvider({ providerId: "aws" }) : undefined;
  const result = priceAt(known) ?? (seller === undefined ? null : priceAt(seller));
  if (result === null) return undefined;
  return {
    provider: { ...result.provider, models: [result.model] },
    source: `genai-prices:${result.provider.id}/${result.model.id}`,
    rates: ratesOf(result.model),
  };
}

function toTableUsage(usage: CallTokens): Record<string, number> {
  return {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_read_tokens: usage.cacheReadTokens,
    cache_write_tokens: usage.cacheWriteTokens,
  };
}
