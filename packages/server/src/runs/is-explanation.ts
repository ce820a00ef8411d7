/** Metrics carry what was said about `tone` under `tone_explanation`. */
export const explanationSuffix = "_explanation";

/** Whether a name among metrics is not a metric but the explanation of one. */
export function isExplanation(
  name: string,
  names: { readonly has: (name: string) => boolean },
): boolean {
  return name.endsWith(explanationSuffix) && names.has(name.slice(0, -explanationSuffix.length));
}
