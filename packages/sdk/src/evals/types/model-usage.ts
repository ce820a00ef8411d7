import type { CallTokens, ModelPrices } from "@honeyhive/contract";

/** What traced calls of models used, in tokens. */
export interface ModelUsage {
  readonly calls: number;
  /** What was read from and written to a provider's cache included. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** As the calls say it: with some providers more than the other two. */
  readonly totalTokens: number;
}

/** The usage of a run, and how many trials of cases it is of: those in which no model was traced are not counted. */
export interface RunUsage extends ModelUsage {
  readonly cases: number;
}

/** One call of a model, to be priced. */
export interface ModelCall extends CallTokens {
  /** As the call names it, such as `openai`. */
  readonly provider: string | undefined;
  /** The model that answered, else the one that was asked for; undefined where the call says neither. */
  readonly model: string | undefined;
}

/**
 * US dollars per million tokens, by model or `provider/model`; or what tells the US dollars of a call, undefined where it
 * does not know.
 */
export type Prices =
  | Readonly<Record<string, ModelPrices>>
  | ((call: ModelCall) => number | undefined);
