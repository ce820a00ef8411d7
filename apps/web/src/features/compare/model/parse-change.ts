import { caseChanges, type CaseChange, type ScoreChange } from "./compare-rows.js";

export function parseChange(text: string | undefined): CaseChange | undefined {
  return caseChanges.find((change) => change === text);
}

export function parseScoreChange(text: string | undefined): ScoreChange | undefined {
  const change = parseChange(text);
  return change === "added" || change === "removed" ? undefined : change;
}
