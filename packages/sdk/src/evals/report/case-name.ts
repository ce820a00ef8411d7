import type { CaseResult } from "../types/case-result.js";

/** Of a case for people, counted from 1 as the UI counts; `index` counts from 0. */
export function caseName({ index }: Pick<CaseResult, "index">): string {
  return `case ${index + 1}`;
}

/** `trial 2`, counted from 1, where a case of the run has more than one; else empty. */
export function trialNames(
  cases: readonly Pick<CaseResult, "trial">[],
): (result: Pick<CaseResult, "trial">) => string {
  const hasTrials = cases.some(({ trial }) => trial > 0);
  return ({ trial }) => (hasTrials ? `trial ${trial + 1}` : "");
}
