import type { ResultDetail, RunResult, RunStatus } from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "./api-context.js";

export const pollIntervalMs = 2_000;
/** For lists in which something new may turn up at any time. */
export const idlePollIntervalMs = 10_000;

export function isLive(status: RunStatus): boolean {
  return status === "pending" || status === "running";
}

/** The result of one run, asked for again until the run is over. `scores` leaves out the texts of its cases. */
export function runResultQuery(
  api: Api,
  runId: string,
  detail: ResultDetail = "everything",
): UseQueryOptions<RunResult> {
  const params = { run_id: runId };
  const query = detail === "everything" ? {} : { detail };
  return {
    queryKey: [api.scope, "run-result", runId, detail],
    queryFn: ({ signal }) => api.call("getRunResult", { params, query, signal }),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isLive(state.data.status) ? pollIntervalMs : false,
  };
}

/** The result with all that went in and came out, as it is now. */
export function readWholeResult({ call }: Api, runId: string): Promise<RunResult> {
  return call("getRunResult", { params: { run_id: runId } });
}
