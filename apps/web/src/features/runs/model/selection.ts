import type { ExperimentRun } from "@honeyhive/contract";

import { mostCompared } from "../../../lib/api/compared-runs.js";

/** Adds or removes a run; one too many replaces the oldest choice. */
export function toggleSelected(selected: readonly string[], runId: string): readonly string[] {
  return selected.includes(runId)
    ? selected.filter((id) => id !== runId)
    : [...selected, runId].slice(-mostCompared);
}

/** The selected runs, the earliest first: what came later is compared with it. */
export function inOrderOfStart(
  selected: readonly string[],
  runs: readonly Pick<ExperimentRun, "run_id" | "created_at">[],
): readonly string[] {
  const startOf = (id: string): number =>
    Date.parse(runs.find(({ run_id }) => run_id === id)?.created_at ?? "") || 0;
  return selected.toSorted((left, right) => startOf(left) - startOf(right));
}
