import type { RunComparison } from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "../../lib/api/api-context.js";
import { isLive, pollIntervalMs } from "../../lib/api/run-queries.js";

export interface RunPair {
  readonly new: string;
  readonly old: string;
}

export function comparisonQuery(api: Api, pair: RunPair): UseQueryOptions<RunComparison> {
  return {
    queryKey: [api.scope, "comparison", pair.new, pair.old],
    queryFn: ({ signal }) =>
      api.call("compareRuns", {
        params: { new_run_id: pair.new, old_run_id: pair.old },
        signal,
      }),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && (isLive(data.new_run.status) || isLive(data.old_run.status))
        ? pollIntervalMs
        : false,
  };
}
