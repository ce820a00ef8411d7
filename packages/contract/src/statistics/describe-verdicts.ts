import type { Verdict } from "../runs/comparison.js";

/** What the metrics of a comparison come to together, in few words: `1 worse, 2 better`. */
export function describeVerdicts(metrics: readonly { readonly verdict: Verdict }[]): string {
  const told = (["worse", "better"] as const).flatMap((verdict) => {
    const count = metrics.filter((metric) => metric.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${verdict}`];
  });
  if (told.length > 0) return told.join(", ");
  return metrics.every(({ verdict }) => verdict === "same") ? "same" : "can't tell";
}
