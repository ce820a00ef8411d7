import type { CaseOutcome } from "./outcome.js";

/** What one trial of a case took, where anybody says so. Less is better. */
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

const labels: Readonly<Record<UsageName, string>> = {
  duration_ms: "duration",
  total_tokens: "tokens",
  cost_usd: "cost",
};

/** What it is called where people read it. */
export function labelOfUsage(name: string): string {
  const known = usageNames.find((one) => one === name);
  return known === undefined ? name : labels[known];
}

/** A trial of a case, as far as it says what it took. */
export interface MeasuredCase {
  readonly outcome?: CaseOutcome | undefined;
  readonly durationMs?: number | undefined;
  readonly usage?: { readonly totalTokens: number } | undefined;
  readonly cost?: number | undefined;
  /** Calls of models, of its function or its evaluators, that a cache answered. */
  readonly cachedCalls?: number | undefined;
  readonly cachedFunctionCalls?: number | undefined;
}

/**
 * What a case took, however it ended. Its time is said of those alone whose function gave something to score, and got no
 * answer from a cache: one that fails early takes little, and one that hangs as long as it may.
 */
export function usageOfCase(one: MeasuredCase): CaseUsage | undefined {
  const { outcome, durationMs, usage, cost, cachedFunctionCalls = 0 } = one;
  const isTimed = hasEnded(outcome) && cachedFunctionCalls === 0 && durationMs !== undefined;
  const took: CaseUsage = {
    duration_ms: isTimed ? toMicros(durationMs) : undefined,
    total_tokens: usage?.totalTokens,
    cost_usd: cost,
  };
  return usageNames.some((name) => took[name] !== undefined) ? took : undefined;
}

/**
 * The same for comparisons: of a case that went wrong, what it took until then says nothing beside others, and money that
 * a cache has saved is not what the case costs.
 */
export function comparableUsage(one: MeasuredCase): CaseUsage | undefined {
  const { cachedCalls = 0, cachedFunctionCalls = 0 } = one;
  if (!hasEnded(one.outcome)) return undefined;
  return usageOfCase(cachedCalls + cachedFunctionCalls > 0 ? { ...one, cost: undefined } : one);
}

function hasEnded(outcome: CaseOutcome | undefined): boolean {
  return outcome === "passed" || outcome === "failed";
}

/** What is beyond is not measured, and takes room. */
function toMicros(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}

/** Of its function, ms; where the client does not say it, of all that belongs to the case, its evaluators included. */
export function durationOfCase(one: {
  readonly usage?: CaseUsage | undefined;
  readonly duration: number;
}): number {
  return one.usage?.duration_ms ?? one.duration;
}
