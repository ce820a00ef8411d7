import type { Verdict } from "../runs/comparison.js";
import { formatTokenCount } from "../text/format-usage.js";

export interface Evidence {
  readonly verdict: Verdict;
  /** Corrected over all metrics of the comparison; null where nothing was tested. */
  readonly pValue: number | null;
  readonly pairs: number;
  /** About how many pairs would tell; null where that is not the question. */
  readonly neededCount: number | null;
}

/** What is less than a number can say is not said to be none. */
const smallestPValue = 0.000001;

/** What a verdict rests on: `p = 0.071, needs about 2,098 more`. Nothing where the verdict says all. */
export function describeEvidence({ verdict, pValue, pairs, neededCount }: Evidence): string {
  return [
    ...(verdict === "same" || pValue === null ? [] : [describePValue(pValue)]),
    ...(neededCount === null ? [] : [`needs about ${formatTokenCount(neededCount - pairs)} more`]),
  ].join(", ");
}

/** Of labels that nobody can call better or worse: `12 of 300 labels changed`. */
export function describeLabels(changed: number, paired: number): string {
  return `${changed} of ${paired} label${paired === 1 ? "" : "s"} changed`;
}

function describePValue(pValue: number): string {
  return pValue < smallestPValue ? `p < ${smallestPValue}` : `p = ${pValue.toPrecision(2)}`;
}
