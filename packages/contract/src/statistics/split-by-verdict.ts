export interface TrialVerdict {
  /** Trials of one case share it. */
  readonly caseId: string;
  readonly passed: boolean;
}

export interface CaseVerdicts {
  readonly passed: string[];
  readonly failed: string[];
}

/** One verdict for each case: it has passed when all of its trials have. */
export function splitByVerdict(trials: readonly TrialVerdict[]): CaseVerdicts {
  const cases = new Map<string, boolean>();
  for (const { caseId, passed } of trials) {
    cases.set(caseId, (cases.get(caseId) ?? true) && passed);
  }
  const idsWhere = (wanted: boolean): string[] =>
    [...cases].flatMap(([caseId, passed]) => (passed === wanted ? [caseId] : []));
  return { passed: idsWhere(true), failed: idsWhere(false) };
}
