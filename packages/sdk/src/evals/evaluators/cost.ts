import type { EvaluatorObject } from "../types/evaluator.js";

export interface CostOptions {
  readonly name?: string | undefined;
  /** Given one, the score is whether the case kept it; otherwise the score is the cost. */
  readonly maxUsd?: number | undefined;
}

/**
 * What the function reported with `addCost`, and what its traced calls cost by `prices`, in US dollars. Not scorable when
 * nothing is known, or when the cache answered for a model.
 */
export function cost({ name, maxUsd }: CostOptions = {}): EvaluatorObject {
  return {
    name: name ?? (maxUsd === undefined ? "cost_usd" : "cost"),
    // Dollars have no place in a mean of scores.
    ...(maxUsd === undefined ? { lowerIsBetter: true } : {}),
    evaluate: (_outputs, _inputs, _groundTruth, context) => {
      if (context.cachedCalls > 0) return { score: null, explanation: "answered from the cache" };
      if (context.cost === undefined)
        return { score: null, explanation: "no cost is known: give `prices`, or call `addCost`" };
      if (maxUsd === undefined) return context.cost;
      return { score: context.cost <= maxUsd, explanation: `$${context.cost}` };
    },
  };
}
