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
      /** The value is not what its evaluator asserts: the case fails, as it does for `false`. */
      readonly misses?: true | undefined;
    }
  | { readonly state: "not-scorable"; readonly reason: string }
  | { readonly state: "error"; readonly message: string };

/** Whether something went wrong with a case or a score of it, so that what it comes to is not known. */
export function hasError(ended: {
  readonly outcome: CaseOutcome;
  readonly scores: Readonly<Record<string, ScoreState>>;
}): boolean {
  if (ended.outcome === "errored" || ended.outcome === "timed-out") return true;
  return Object.values(ended.scores).some(({ state }) => state === "error");
}
