import {
  evaluationKey,
  type EventNode,
  type JsonObject,
  type RunComparison,
} from "@honeyhive/contract";
import type { UseQueryOptions } from "@tanstack/react-query";

import type { Api } from "../../lib/api-context.js";
import { isLive, pollIntervalMs } from "../../lib/run-queries.js";

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

/** What came out of one case; results that tell scores alone leave it out. */
export function caseOutputsQuery(
  api: Api,
  { sessionId, datapointId }: { readonly sessionId: string; readonly datapointId: string | null },
): UseQueryOptions<JsonObject> {
  return {
    queryKey: [api.scope, "case-outputs", sessionId, datapointId],
    queryFn: async ({ signal }) => {
      const session = await api.call("getSession", { params: { session_id: sessionId }, signal });
      return outputsOfCase(session, datapointId);
    },
  };
}

/** A session may hold several cases; one without a span of its own is the session itself. */
function outputsOfCase(session: EventNode, datapointId: string | null): JsonObject {
  const roots = session.children.filter(({ metadata }) => evaluationKey.outcome in metadata);
  const root =
    roots.find(({ metadata }) => metadata[evaluationKey.datapointId] === datapointId) ?? roots[0];
  return root === undefined || Object.keys(root.outputs).length === 0
    ? session.outputs
    : root.outputs;
}
