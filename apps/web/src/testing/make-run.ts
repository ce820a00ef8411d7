import type { ExperimentRun } from "@honeyhive/contract";

export function makeRun(fields: Partial<ExperimentRun> = {}): ExperimentRun {
  return {
    id: "run",
    run_id: "run",
    name: "A run",
    description: "",
    status: "completed",
    metadata: {},
    results: {},
    dataset_id: null,
    event_ids: [],
    session_ids: [],
    datapoint_ids: [],
    configuration: {},
    evaluators: [],
    passing_ranges: {},
    is_active: true,
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:05.000Z",
    scope_type: "project",
    scope_id: "project",
    project: "project",
    tenant: "tenant",
    ...fields,
  };
}
