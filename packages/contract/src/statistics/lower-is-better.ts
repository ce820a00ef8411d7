import type { JsonObject } from "../event.js";

/** Where a run's configuration names the metrics of which less is better. */
export const lowerIsBetterKey = "lower_is_better";

/** Whether less is better of a metric, as the runs that are compared say; their evaluators may give several scores. */
export function readLowerIsBetter(
  ...configurations: readonly (JsonObject | undefined)[]
): (metric: string) => boolean {
  const names = configurations.flatMap((configuration) => {
    const given = configuration?.[lowerIsBetterKey];
    return Array.isArray(given) ? given.filter((name) => typeof name === "string") : [];
  });
  return (metric) => names.some((name) => metric === name || metric.startsWith(`${name}.`));
}
