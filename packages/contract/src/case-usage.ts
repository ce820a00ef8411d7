/** What one trial of a case took, where its client says so. Less is better. */
export interface CaseUsage {
  /** Of the function alone, in its last attempt, ms. */
  readonly duration_ms?: number | undefined;
  /** In and out, of the models that the function and its evaluators asked. */
  readonly total_tokens?: number | undefined;
  /** US dollars, evaluators included. */
  readonly cost_usd?: number | undefined;
}

/** In the order in which they are shown. */
export const usageNames = ["duration_ms", "total_tokens", "cost_usd"] as const;

export type UsageName = (typeof usageNames)[number];

/** What it is called where people read it. */
export const usageLabels: Readonly<Record<UsageName, string>> = {
  duration_ms: "duration",
  total_tokens: "tokens",
  cost_usd: "cost",
};
