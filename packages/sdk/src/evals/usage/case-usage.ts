import type { CaseOutcome, CaseUsage } from "@honeyhive/contract";

/** A trial of a case, as far as it says what it took. */
export interface MeasuredCase {
  readonly outcome?: CaseOutcome | undefined;
  readonly durationMs?: number | undefined;
  readonly usage?: { readonly totalTokens: number } | undefined;
  readonly cost?: number | undefined;
  readonly cachedFunctionCalls?: number | undefined;
}

/**
 * What a case took, for comparisons: of those alone whose function gave something to score, since one that fails early
 * takes little. Where a cache answered for a model, time and money are not those of the model.
 */
export function caseUsage(one: MeasuredCase): CaseUsage | undefined {
  const { outcome, durationMs, usage, cost, cachedFunctionCalls = 0 } = one;
  if (outcome !== "passed" && outcome !== "failed") return undefined;
  const isCached = cachedFunctionCalls > 0;
  return {
    duration_ms: isCached || durationMs === undefined ? undefined : toMicros(durationMs),
    total_tokens: usage?.totalTokens,
    cost_usd: isCached ? undefined : cost,
  };
}

/** What is beyond is not measured, and takes room. */
function toMicros(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
