import type { RunResult, RunStatus } from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "./api-context.js";

export const pollIntervalMs = 2_000;
/** For lists in which something new may turn up at any time. */
export const idlePollIntervalMs = 10_000;

export function isLive(status: RunStatus): boolean {
  return status === "pending" || status === "running";
}

/** The result of one run, asked for again until the run is over. */
export function runResultQuery(api: Api, runId: string): UseQueryOptions<RunResult> {
  return {
    queryKey: [api.scope, "run-result", runId],
    queryFn: ({ signal }) => api.call("getRunResult", { params: { run_id: runId }, signal }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isLive(state.data.status) ? pollIntervalMs : false,
  };
}
