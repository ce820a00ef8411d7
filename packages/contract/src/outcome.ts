/** Every case of an evaluation ends in exactly one of these. */
export const caseOutcomes = [
  "passed",
  "failed",
  "errored",
  "timed-out",
  "skipped",
  "cancelled",
] as const;

export type CaseOutcome = (typeof caseOutcomes)[number];

/** A score is a value, an explicit "cannot be scored", or an error. Nothing else, and never silently absent. */
export type ScoreState =
  | {
      readonly state: "scored";
      readonly value: number | boolean | string;
      readonly explanation?: string | undefined;
    }
  | { readonly state: "not-scorable"; readonly reason: string }
  | { readonly state: "error"; readonly message: string };
