import { runDataset } from "../../../lib/runs/run-dataset.js";
import type { ExportField } from "../../../lib/files/table-file.js";
import type { RunRow } from "./run-row.js";

/** What a file says of each run. */
export const runFields: readonly ExportField<RunRow>[] = [
  { name: "name", value: ({ run }) => run.name },
  { name: "status", value: ({ run }) => run.status },
  { name: "passed", value: ({ passed }) => passed },
  { name: "total", value: ({ total }) => total },
  {
    name: "metrics",
    value: ({ metrics }) => Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  },
  { name: "dataset", value: ({ run }) => run.dataset_name ?? runDataset(run) },
  { name: "started_at", value: ({ run }) => run.created_at },
  { name: "duration_ms", value: ({ durationMs }) => durationMs },
  { name: "run_id", value: ({ run }) => run.run_id },
];
