import { listRunsLightly, type ExperimentRun, type RunOfList } from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "../../lib/api/api-context.js";
import { runDataset } from "../../lib/runs/run-dataset.js";

/** The latest earlier run over the same dataset; null when there is none. */
export function previousRunQuery(api: Api, run: ExperimentRun): UseQueryOptions<RunOfList | null> {
  const datasetId = runDataset(run);
  return {
    queryKey: [api.scope, "previous-run", run.run_id],
    enabled: datasetId !== undefined,
    queryFn: async ({ signal }) => {
      const { evaluations } = await listRunsLightly(api.call, {
        query: {
          dataset_id: datasetId,
          sort_by: "created_at",
          sort_order: "desc",
          limit: 100,
        },
        signal,
      });
      const start = Date.parse(run.created_at);
      return evaluations.find(({ created_at }) => Date.parse(created_at) < start) ?? null;
    },
  };
}
