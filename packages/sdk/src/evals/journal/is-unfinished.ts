import type { CaseResult } from "../types/case-result.js";

/** What was skipped or cut off has not ended: it is run again. */
export function isUnfinished({ outcome }: Pick<CaseResult, "outcome">): boolean {
  return outcome === "skipped" || outcome === "cancelled";
}
