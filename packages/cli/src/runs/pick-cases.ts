import type { CaseOutcome, DatapointResult } from "@honeyhive/contract";

import { CliError } from "../cli-error.js";

export interface CaseQuery {
  /** Only these; `not-passed` is all but the passed ones. */
  readonly outcome?: CaseOutcome | "not-passed" | undefined;
  /** Only the trials of this one. */
  readonly caseId?: string | undefined;
}

/** How a case ended. Servers that know verdicts alone are read as far as those go. */
export function outcomeOf({ outcome, passed }: DatapointResult): string {
  return outcome ?? (passed ? "passed" : "failed");
}

/** The cases that are asked for, in the order of the run. */
export function pickCases(
  cases: readonly DatapointResult[],
  { outcome, caseId }: CaseQuery,
): readonly DatapointResult[] {
  const named = cases.filter(
    ({ datapoint_id: id, wire_id: wireId }) =>
      caseId === undefined || id === caseId || wireId === caseId,
  );
  if (caseId !== undefined && named.length === 0) {
    throw new CliError(
      `Expected the id of a case of this run, got "${caseId}". \`honeyhive runs cases <run>\` shows ids.`,
    );
  }
  return named.filter(
    (one) =>
      outcome === undefined ||
      (outcome === "not-passed" ? !one.passed : outcomeOf(one) === outcome),
  );
}
