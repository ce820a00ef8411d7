import type { CaseRow } from "../../../lib/cases/case-row.js";

export interface LabelCount {
  readonly label: string;
  readonly count: number;
}

/** How often a metric came to each text, the most frequent first; empty for metrics of numbers. */
export function labelCounts(rows: readonly CaseRow[], metric: string): readonly LabelCount[] {
  const counts = new Map<string, number>();
  for (const { scores } of rows) {
    const score = scores.get(metric);
    if (score === undefined || !("value" in score) || typeof score.value !== "string") continue;
    counts.set(score.value, (counts.get(score.value) ?? 0) + 1);
  }
  return [...counts]
    .map(([label, count]) => ({ label, count }))
    .toSorted((left, right) => right.count - left.count || (left.label < right.label ? -1 : 1));
}
