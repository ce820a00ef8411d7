import { caseOutcomes, type CaseOutcome, type DatapointResult } from "@honeyhive/contract";

/** How a case ended; a client that did not say leaves it to the error and the passing ranges. */
export function caseOutcome(
  result: Pick<DatapointResult, "outcome" | "error" | "passed">,
): CaseOutcome {
  const told = caseOutcomes.find((outcome) => outcome === result.outcome);
  if (told !== undefined) return told;
  if (result.error !== null) return "errored";
  return result.passed ? "passed" : "failed";
}
