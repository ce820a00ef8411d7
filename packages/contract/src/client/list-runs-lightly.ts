import { ApiError, type Client } from "./client.js";
import type { ListRunsQuery, ListRunsResponse, RunIdList, RunOfList } from "../runs/run.js";

/**
 * One page of runs without the ids of what they are made of, which are a megabyte for a run of 10,000 cases. Servers
 * that do not know how to leave them out ignore that or refuse it: those give them.
 */
export async function listRunsLightly(
  client: Client,
  {
    query,
    signal,
  }: { readonly query: Omit<ListRunsQuery, "detail">; readonly signal?: AbortSignal },
): Promise<ListRunsResponse<RunOfList>> {
  try {
    return await client("listRuns", { query: { ...query, detail: "counts" }, signal });
  } catch (error) {
    if (!(error instanceof ApiError) || !refusals.has(error.status)) throw error;
    return client("listRuns", { query, signal });
  }
}

const refusals: ReadonlySet<number> = new Set([400, 422]);

/** Undefined when the server says neither the ids nor their count. */
export function runIdCount(run: Partial<RunOfList>, list: RunIdList): number | undefined {
  return run.id_counts?.[list] ?? run[list]?.length;
}
