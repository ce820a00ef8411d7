import type { CaseOutcome, DatapointResult } from "@honeyhive/contract";

import { caseOutcome } from "../runs/case-outcome.js";

/** One trial of a case, among the others of that case. */
export interface CaseTrial {
  /** 1-based. */
  readonly number: number;
  readonly sessionId: string;
  readonly outcome: CaseOutcome;
}

/** The results by case, in the order of the run, each case's trials by their number. */
export function groupTrials(
  results: readonly DatapointResult[],
): readonly (readonly DatapointResult[])[] {
  const cases = new Map<unknown, DatapointResult[]>();
  for (const result of results) {
    const isTrial = trialNumber(result) !== undefined && result.datapoint_id !== null;
    const key = isTrial ? result.datapoint_id : result;
    const trials = cases.get(key);
    if (trials === undefined) cases.set(key, [result]);
    else trials.push(result);
  }
  return [...cases.values()].map((trials) =>
    trials.toSorted((left, right) => (left.trial ?? 0) - (right.trial ?? 0)),
  );
}

/** 1-based; undefined where each case is run once. */
export function trialNumber({ trial }: Pick<DatapointResult, "trial">): number | undefined {
  return typeof trial === "number" ? trial + 1 : undefined;
}

/** Empty where each case is run once. */
export function toCaseTrials(results: readonly DatapointResult[]): readonly CaseTrial[] {
  return results.flatMap((result) => {
    const number = trialNumber(result);
    if (number === undefined) return [];
    return [{ number, sessionId: result.session_id, outcome: caseOutcome(result) }];
  });
}

/** Some trials passed and some did not. */
export function isFlaky(trials: readonly CaseTrial[]): boolean {
  const passed = countPassed(trials);
  return passed > 0 && passed < trials.length;
}

export function countPassed(trials: readonly CaseTrial[]): number {
  return trials.filter(({ outcome }) => outcome === "passed").length;
}
