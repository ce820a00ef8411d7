import type { DatapointResult } from "@honeyhive/contract";

/** Of its function, ms; where the client does not say it, of all that belongs to the case, its evaluators included. */
export function caseDuration({
  usage,
  duration,
}: Pick<DatapointResult, "usage" | "duration">): number {
  return usage?.duration_ms ?? duration;
}
