import {
  listRunsLightly,
  type ExperimentRun,
  type RunOfList,
  type RunResult,
} from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "../../lib/api-context.js";
import { runDataset } from "../../lib/run-dataset.js";
import { idlePollIntervalMs, isLive } from "../../lib/run-queries.js";
import { toRunUsage, type RunUsage } from "./model/case-usage.js";

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

/** What the models of each case used. Of more than 10,000 sessions the server tells the latest. */
export function runUsageQuery(
  api: Api,
  { status, run_object: run }: RunResult,
): UseQueryOptions<RunUsage> {
  return {
    queryKey: [api.scope, "run-usage", run.run_id, status],
    queryFn: async ({ signal }) => {
      const sums = (metric: string) =>
        api.call("chartEvents", {
          query: {
            metric,
            aggregation: "sum",
            bucket: "month",
            groupBy: "session_id",
            evaluation_id: run.run_id,
            filters: JSON.stringify([{ field: "event_type", operator: "is", value: "model" }]),
          },
          signal,
        });
      const [tokens, cost] = await Promise.all([
        sums("metadata.total_tokens"),
        sums("metadata.cost"),
      ]);
      return toRunUsage(tokens, cost);
    },
    refetchInterval: isLive(status) ? idlePollIntervalMs : false,
  };
}
