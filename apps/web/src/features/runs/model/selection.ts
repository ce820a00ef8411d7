import type { ExperimentRun } from "@honeyhive/contract";

const comparable = 2;

/** Adds or removes a run; a third one replaces the oldest choice. */
export function toggleSelected(selected: readonly string[], runId: string): readonly string[] {
  return selected.includes(runId)
    ? selected.filter((id) => id !== runId)
    : [...selected, runId].slice(-comparable);
}

/** The later of two selected runs is the new one. Undefined until two are selected. */
export function toComparison(
  selected: readonly string[],
  runs: readonly Pick<ExperimentRun, "run_id" | "created_at">[],
): { readonly new: string; readonly old: string } | undefined {
  const [first, second] = selected;
  if (first === undefined || second === undefined) return undefined;
  const startOf = (id: string): number =>
    Date.parse(runs.find(({ run_id }) => run_id === id)?.created_at ?? "");
  return startOf(first) > startOf(second)
    ? { new: first, old: second }
    : { new: second, old: first };
}
