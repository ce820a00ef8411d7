import type { CaseOutcome } from "../runs/outcome.js";

export interface PassRate {
  readonly k: number;
  /** Chance that at least one of k trials passes, averaged over the cases. Null when no case ran k times. */
  readonly passAtK: number | null;
  /** Chance that all of k trials pass, averaged over the cases. */
  readonly passHatK: number | null;
  /** Cases with at least k trials. */
  readonly cases: number;
}

export interface CaseTrials {
  readonly trials: number;
  readonly passed: number;
}

/** Of trials told one by one. What has ended without a verdict of its own, because the run stopped, is no trial. */
export function passRatesOfTrials(
  trials: readonly { readonly datapointId: string; readonly outcome: CaseOutcome }[],
): PassRate[] {
  const byCase = new Map<string, CaseTrials>();
  for (const { datapointId, outcome } of trials) {
    if (outcome === "skipped" || outcome === "cancelled") continue;
    const before = byCase.get(datapointId) ?? { trials: 0, passed: 0 };
    byCase.set(datapointId, {
      trials: before.trials + 1,
      passed: before.passed + Number(outcome === "passed"),
    });
  }
  return passRates([...byCase.values()]);
}

/** pass@k and pass^k for each k up to the most trials of a case, by the estimators without bias. */
export function passRates(cases: readonly CaseTrials[]): PassRate[] {
  const most = cases.reduce((max, { trials }) => Math.max(max, trials), 0);
  return Array.from({ length: most }, (_, index) => {
    const k = index + 1;
    const counted = cases.filter(({ trials }) => trials >= k);
    return {
      k,
      passAtK: mean(counted.map((one) => 1 - chanceOfAll(one.trials - one.passed, one.trials, k))),
      passHatK: mean(counted.map((one) => chanceOfAll(one.passed, one.trials, k))),
      cases: counted.length,
    };
  });
}

/** Chance that k trials drawn from `total` without replacement are all among the `wanted`: C(wanted, k) / C(total, k). */
function chanceOfAll(wanted: number, total: number, k: number): number {
  let chance = 1;
  for (let drawn = 0; drawn < k; drawn++) {
    chance *= Math.max(0, wanted - drawn) / (total - drawn);
  }
  return chance;
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
