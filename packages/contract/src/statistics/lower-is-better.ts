import type { JsonObject } from "../events/event.js";
import { ownerOf } from "../runs/owner-of.js";

/** Where a run's configuration names the metrics of which less is better. */
export const lowerIsBetterKey = "lower_is_better";

/** Whether less is better of a metric, as the runs that are compared say; their evaluators may give several scores. */
export function readLowerIsBetter(
  ...configurations: readonly (JsonObject | undefined)[]
): (metric: string) => boolean {
  const runs = configurations.map((configuration) => {
    const lower = textsOf(configuration?.[lowerIsBetterKey]);
    return { lower, names: [...lower, ...textsOf(configuration?.["evaluators"])] };
  });
  return (metric) =>
    runs.some(({ lower, names }) => {
      const owner = ownerOf(metric, names);
      return owner !== undefined && lower.includes(owner);
    });
}

function textsOf(given: unknown): string[] {
  return Array.isArray(given) ? given.filter((name) => typeof name === "string") : [];
}
