import type { ExperimentRun, ListRunsQuery, ListRunsResponse } from "@honeyhive/contract";

/** Filters, sorts and pages a project's runs. */
export function listRuns(
  all: readonly ExperimentRun[],
  query: ListRunsQuery,
  metrics: readonly string[],
): ListRunsResponse {
  const matching = all.filter((run) => matches(run, query));
  const sorted = matching.toSorted(comparing(query.sort_by ?? "created_at"));
  if ((query.sort_order ?? "desc") === "desc") sorted.reverse();
  const page = query.page ?? 1;
  const limit = query.limit ?? 20;
  const totalPages = Math.ceil(sorted.length / limit);
  return {
    evaluations: sorted.slice((page - 1) * limit, page * limit),
    pagination: {
      page,
      limit,
      total: sorted.length,
      total_unfiltered: all.length,
      total_pages: totalPages,
      has_next: page < totalPages,
      has_prev: page > 1,
    },
    metrics,
  };
}

function matches(run: ExperimentRun, query: ListRunsQuery): boolean {
  const { dataset_id, run_ids, name, status } = query;
  const datasetId = run.dataset_id ?? run.metadata["offline_dataset_id"];
  return (
    (dataset_id === undefined || datasetId === dataset_id) &&
    (run_ids === undefined || run_ids.length === 0 || run_ids.includes(run.run_id)) &&
    (name === undefined || run.name.toLowerCase().includes(name.toLowerCase())) &&
    (status === undefined || run.status === status)
  );
}

function comparing(
  field: "created_at" | "updated_at" | "name" | "status",
): (left: ExperimentRun, right: ExperimentRun) => number {
  return (left, right) => {
    if (left[field] === right[field]) return left.run_id < right.run_id ? -1 : 1;
    return left[field] < right[field] ? -1 : 1;
  };
}
