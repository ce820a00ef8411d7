import type { EvaluatorObject } from "../types/evaluator.js";

export interface LatencyOptions {
  readonly name?: string | undefined;
  /** Given one, the score is whether the function kept it; otherwise the score is the time. */
  readonly maxMs?: number | undefined;
}

/** How long the function took in its last attempt, in milliseconds. Not scorable when the cache answered for a model. */
export function latency({ name, maxMs }: LatencyOptions = {}): EvaluatorObject {
  return {
    name: name ?? (maxMs === undefined ? "latency_ms" : "latency"),
    // Milliseconds have no place in a mean of scores.
    ...(maxMs === undefined ? { lowerIsBetter: true } : {}),
    evaluate: (_outputs, _inputs, _groundTruth, { durationMs, cachedCalls }) => {
      if (cachedCalls > 0) return { score: null, explanation: "answered from the cache" };
      if (maxMs === undefined) return durationMs;
      return { score: durationMs <= maxMs, explanation: `${durationMs.toFixed(1)} ms` };
    },
  };
}
