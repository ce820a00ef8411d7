/** How a score moved, as the server judged it; of labels, which nobody judges, whether it is another one. */
export type ScoreChange = (typeof scoreChanges)[number];

/** How a whole case differs between the runs. */
export type CaseChange = (typeof caseChanges)[number];

export type Change = ScoreChange | CaseChange;

const scoreChanges = ["improved", "degraded", "same", "other label"] as const;

export const caseChanges = ["newly failing", "fixed", "added", "removed"] as const;

export const changes: readonly Change[] = [...scoreChanges, ...caseChanges];

export function parseScoreChange(text: string | undefined): ScoreChange | undefined {
  return scoreChanges.find((change) => change === text);
}

export function parseCaseChange(text: string | undefined): CaseChange | undefined {
  return caseChanges.find((change) => change === text);
}
