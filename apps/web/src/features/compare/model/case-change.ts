import { caseOutcome } from "../../../lib/runs/case-outcome.js";
import type { CaseChange } from "./change.js";
import type { CompareRow } from "./compare-rows.js";

/** Undefined for a case of both runs that passed in both, or in neither. */
export function caseChangeOf(row: CompareRow): CaseChange | undefined {
  if (row.presence !== "both") return row.presence;
  const passedBefore = caseOutcome(row.old) === "passed";
  const passes = caseOutcome(row.new) === "passed";
  if (passedBefore === passes) return undefined;
  return passes ? "fixed" : "newly failing";
}
