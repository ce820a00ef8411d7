import type { ExperimentRun } from "@honeyhive/contract";

/** The dataset of a run; one that the server does not hold is remembered in the metadata. */
export function runDataset(
  run: Pick<ExperimentRun, "dataset_id" | "metadata">,
): string | undefined {
  const offline = run.metadata["offline_dataset_id"];
  return run.dataset_id ?? (typeof offline === "string" ? offline : undefined);
}
