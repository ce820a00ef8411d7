import type { Verdict } from "../runs/comparison.js";
import { significance } from "./compare-scores.js";
import { holmAdjust } from "./holm.js";

interface Judged {
  readonly verdict: Verdict;
  readonly pValue: number | null;
}

/**
 * Several metrics of one comparison are several chances of a false alarm: `better` and `worse` stand only where they hold
 * after Holm's correction.
 */
export function correctVerdicts<Metric extends Judged>(
  metrics: readonly Metric[],
): (Metric & { readonly adjustedPValue: number | null })[] {
  const adjusted = holmAdjust(metrics.map(({ pValue }) => pValue));
  return metrics.map((metric, index) => {
    const adjustedPValue = adjusted[index] ?? null;
    const isSettled = metric.verdict === "better" || metric.verdict === "worse";
    const isLost = isSettled && adjustedPValue !== null && adjustedPValue >= significance;
    return { ...metric, adjustedPValue, verdict: isLost ? "cannot-tell" : metric.verdict };
  });
}
